"""Hand-made nonsense in paths."""

from __future__ import annotations

from typing import Final

API: Final = "/api/data/v9.2"
NOBODY: Final = "5f0e7c00-0000-4000-8000-00000000dead"

PATHS: Final = (
    *("", "/", "//", "/api", "/api/", "/api/data", "/api/data/", "/api/data/v9.2"),
    *("/api/data/v9.3/accounts", "/api/data/v9.20/accounts", "/api/data/v0/accounts"),
    *("/API/DATA/V9.2/accounts", "/api/data/v9.2accounts", "/api%2Fdata/v9.2/accounts"),
    *(f"{API}//", f"{API}//accounts", f"{API}/accounts/", f"{API}/accounts//"),
    *(f"{API}/..", f"{API}/../..", f"{API}/../../../etc/passwd", f"{API}/%2e%2e/"),
    *(f"{API}/accounts/..", f"{API}/accounts/../contacts", f"{API}/./accounts"),
    *(f"{API}/%00", f"{API}/accounts%00", f"{API}/acc%00ounts", f"{API}/%"),
    *(f"{API}/%zz", f"{API}/%ff%fe", f"{API}/%ed%a0%80", f"{API}/%C3%28"),
    *(f"{API}/accounts%28{NOBODY}%29", f"{API}/%24batch", f"{API}/%2524batch"),
    *(f"{API}/ä", f"{API}/ACCOUNTS", f"{API}/accounts\u2028", f"{API}/\U0001f600"),
    *(f"{API}/\udcff", f"{API}/accounts(\udc80)", f"{API}/accounts(x='\ud800')"),
    *(f"{API}/accounts(", f"{API}/accounts)", f"{API}/accounts()", f"{API}/accounts(("),
    *(f"{API}/accounts(')", f"{API}/accounts('')", f"{API}/accounts(name='"),
    *(f"{API}/accounts(name=)", f"{API}/accounts(=)", f"{API}/accounts(,)"),
    *(f"{API}/accounts(name='a',name='b')", f"{API}/accounts(a=1,b=2,c=3)"),
    *(f"{API}/accounts(numberofemployees={'9' * 5000})",),
    *(f"{API}/accounts(numberofemployees=--1)", f"{API}/accounts(numberofemployees=²)"),
    *(f"{API}/accounts(numberofemployees=-)", f"{API}/accounts(numberofemployees='')"),
    *(f"{API}/contacts(birthdate=0000-00-00)", f"{API}/contacts(birthdate=1)"),
    *(f"{API}/contacts(emailaddress1='a')", f"{API}/contacts(born=1)"),
    f"{API}/contacts(emailaddress1='{'a' * 30_000}',lastname='b')",
    f"{API}/accounts(a={' ' * 30_000}')",
    f"{API}/accounts({' ' * 30_000}')",
    f"{API}/accounts(name='{chr(39) * 30_001})",
    f"{API}/accounts({'a' * 30_000}')",
    f"{API}/accounts({'a=b,' * 7_000}')",
    f"{API}/accounts({'(' * 15_000}{')' * 15_000})",
    f"{API}/{'a' * 30_000}",
    f"{API}/{'a/' * 15_000}",
    f"{API}/{'(' * 30_000}",
    f"{API}/accounts/{'x/' * 15_000}",
    *(f"{API}/accounts({{{NOBODY}}})", f"{API}/accounts({NOBODY.upper()})"),
    *(f"{API}/accounts({NOBODY[:-1]})", f"{API}/accounts({NOBODY}0)"),
    *(f"{API}/accounts({NOBODY})/name/$value", f"{API}/accounts({NOBODY})/$ref"),
    *(
        f"{API}/accounts/$count/$count",
        f"{API}/accounts/$ref",
        f"{API}/accounts/$value",
    ),
    *(f"{API}/$all", f"{API}/$entity", f"{API}/$crossjoin(accounts,contacts)"),
    *(f"{API}/WhoAmI(", f"{API}/WhoAmI(a)", f"{API}/WhoAmI()/UserId", f"{API}/whoami"),
    f"{API}/RetrieveTotalRecordCount(EntityNames=)",
    f"{API}/RetrieveTotalRecordCount(EntityNames={'[' * 30_000})",
    f"{API}/RetrieveTotalRecordCount(EntityNames=@p)",
    f"{API}/RetrieveTotalRecordCount(EntityNames={' ' * 20_000}')",
    f"{API}/RetrieveSharedPrincipalsAndAccess(Target={{'@odata.id':null}})",
    f"{API}/RetrieveSharedPrincipalsAndAccess(Target={{'@odata.id':'x'}})",
    f"{API}/RetrieveSharedPrincipalsAndAccess(Target={'[' * 30_000})",
    f"{API}/RetrieveSharedPrincipalsAndAccess(Target=)",
    f"{API}/accounts/Microsoft.Dynamics.CRM.Nothing",
    f"{API}/accounts({NOBODY})/Microsoft.Dynamics.CRM.",
)
