"""The built-in CRM: clients, their documents, the agenda, messages, and who saw what.

Each module is a package of the same shape: `tables.py`, `store.py` (rows in and out), `service.py` (what may happen),
`views.py` (what goes in and out of the API), `routes.py`, `refusals.py`, `assembly.py`. What needs no database and no
network, such as free times, calendar files and reading spreadsheets, is a rule and stands in `crm_adapter/`.
Modules refer to one another by id; what one needs of another is a Protocol in `ports.py`, connected in `assembly.py`.
"""
