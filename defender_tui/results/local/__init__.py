"""KQL over what is open here: results by name, and files of rows."""
