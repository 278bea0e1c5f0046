"""The parts of OData that the services understand: filters, order and pages."""
