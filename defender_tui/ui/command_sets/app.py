"""The commands that work on every screen."""

from __future__ import annotations

from ..commands import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        id="app.credentials",
        keys=("f2", "1"),
        title="Credentials",
        help="Go to Credentials: the application, its secret, its tenant.",
        screen="app",
        action="go('credentials')",
    ),
    Command(
        id="app.token",
        keys=("f3", "2"),
        title="Token",
        help="Go to Token: what the application may do, and until when.",
        screen="app",
        action="go('token')",
    ),
    Command(
        id="app.incidents",
        keys=("f4", "3"),
        title="Incidents",
        help="Go to Incidents: the queue.",
        screen="app",
        action="go('incidents')",
    ),
    Command(
        id="app.hunting",
        keys=("f6", "4"),
        title="Hunting",
        help="Go to Hunting: queries in KQL.",
        screen="app",
        action="go('hunting')",
    ),
    Command(
        id="app.setup",
        keys=("ctrl+g", "0"),
        title="Register an app",
        help="Go through the registration of an application in Entra, step by step.",
        screen="app",
        action="go('setup')",
    ),
    Command(
        id="app.switch",
        keys=("ctrl+o", "P"),
        title="Switch profile or tenant",
        help="Choose where to work: any profile, any customer's tenant.",
        screen="app",
        action="switch",
    ),
    Command(
        id="app.keys",
        keys=("question_mark", "f1"),
        title="Keys",
        help="Show the keys of this screen.",
        screen="app",
        action="show_keys",
        in_footer=True,
    ),
    Command(
        id="app.palette",
        keys=("ctrl+p", "f12"),
        title="Palette",
        help="Find any command by its name.",
        screen="app",
        action="command_palette",
        is_priority=True,
    ),
    Command(
        id="app.theme",
        keys=("f10",),
        title="Light or dark",
        help="Change between the dark and the light theme.",
        screen="app",
        action="turn_theme",
    ),
    Command(
        id="app.zone",
        keys=("Z",),
        title="UTC or local",
        help="Show the times of results, charts and exports in UTC, or as this computer's clock.",
        screen="app",
        action="turn_zone",
    ),
    Command(
        id="app.quit",
        keys=("ctrl+q",),
        title="Quit",
        help="Close the program.",
        screen="app",
        action="quit",
        is_priority=True,
    ),
)
