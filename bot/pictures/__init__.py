"""Pictures for patients: SVG put together in Python, drawn as PNG."""
