"""How to come by an application when there is none yet: a checklist for the portal.

Source: https://learn.microsoft.com/en-us/defender-xdr/api-create-app-web
"""

from __future__ import annotations

from textual.content import Content

TITLE = "I have no app yet"
_STEPS = (
    (
        "Register",
        "In the Azure portal, Microsoft Entra ID > App registrations > New registration: "
        "a name is enough.",
    ),
    (
        "Add Graph roles",
        "API permissions > Add a permission > Microsoft Graph > Application permissions: "
        "SecurityIncident.Read.All to browse, SecurityIncident.ReadWrite.All to work incidents, "
        "ThreatHunting.Read.All to hunt.",
    ),
    (
        "Defender XDR API",
        "Only to use the XDR API: Add a permission > APIs my organization uses, and type "
        "Microsoft Threat Protection (it is not in the first list): Incident.Read.All, "
        "AdvancedHunting.Read.All.",
    ),
    (
        "Grant consent",
        "Grant admin consent, and grant it again after every permission added later. "
        "For Graph it takes a Privileged Role Administrator.",
    ),
    (
        "Make a secret",
        "Certificates & secrets > New client secret. Copy its value at once, it is shown only "
        "once; the id beside it is not the secret.",
    ),
    (
        "Fill the form",
        "Overview shows the application (client) id and the directory (tenant) id. "
        "F5 then tests the three together.",
    ),
)


def guide_text() -> Content:
    """Give the checklist as numbered paragraphs."""
    paragraphs = [
        Content.assemble((f"{number}  {title}. ", "bold"), text)
        for number, (title, text) in enumerate(_STEPS, start=1)
    ]
    return Content("\n\n").join(paragraphs)
