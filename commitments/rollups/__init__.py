"""Changed commitments in, counts on any day out.

A commitment's facts give spans (state, first day, day after the last); spans summed into signed deltas per scope,
state and day answer "how many" by a prefix sum, the spans themselves "which ones". A change replaces the spans of its
commitment and applies the difference to the deltas, in one transaction, so that rollup always equals recount.
"""
