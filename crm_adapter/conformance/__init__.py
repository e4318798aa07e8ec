"""Whether a CRM keeps the contract: checks for anybody's adapter, and a command for anybody's CRM.

As tests:    @pytest.mark.parametrize("check", CHECKS, ids=name_of)
             async def test_it_keeps_the_contract(check): await check(subject)
As command:  python -m crm_adapter.conformance --url https://crm.example/samen/v1 --secret ... --asker ann@office.example
"""

from crm_adapter.conformance.checks import CHECKS, Broken, Subject, name_of

__all__ = ["CHECKS", "Broken", "Subject", "name_of"]
