"""A CRM of someone else, behind the contract: a client of its HTTP side, and the messages that it sends."""

from crm_adapter.foreign.adapter import ForeignCrm
from crm_adapter.foreign.http import Open, plain

__all__ = ["ForeignCrm", "Open", "plain"]
