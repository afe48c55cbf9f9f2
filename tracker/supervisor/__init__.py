"""One machine, one command: broker, web, worker and beat start together, and stop together.

Enters a folder for the data and an address to listen on; leaves no process behind, however it ends. When one
program dies the others stop too, and the reason is said.
"""
