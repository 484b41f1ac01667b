"""Small invented exports, and the script that builds them: `python -m sample_exports.build`."""
