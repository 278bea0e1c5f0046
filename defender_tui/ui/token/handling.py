"""What is done with the chosen token: copying, saving, granting what is missing, code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual import on
from textual.content import Content

from ...core.as_code import Language, TokenVersion, token_code
from ...core.claim_rows import claims_as_json
from ...core.errors import DefenderTuiError
from ...core.granting import vault_step, ways_to_grant
from ...core.permissions import Verdict, judge
from ...core.profiles import Profile
from ...core.resources import Resource
from ...core.secret import Secret
from ..ports import TokenWork
from ..screens.base import WorkScreen
from ..text import shown
from ..widgets.choice import Choice
from ..widgets.confirm import Confirm
from ..widgets.copying import copy_value
from .detail import TokenDetail
from .grant_view import GrantView
from .messages import SaveFailed, TokenSaved
from .save import SaveToken
from .state import Api, TokenSlot

_CODE_NOTE = {
    TokenVersion.V2: "The v2 endpoint, by scope; V shows the v1 form. l turns the language.",
    TokenVersion.V1: "The v1 endpoint, by resource; V shows the v2 form. l turns the language.",
}


class TokenHandling(WorkScreen):
    """The part of the Token screen that works on one token, whichever it is."""

    def __init__(self, session: TokenWork) -> None:
        super().__init__(session)
        self._work = session
        self._version = TokenVersion.V2

    def chosen_slot(self) -> TokenSlot:
        """Give the row under the cursor."""
        raise AssertionError("the screen knows its rows")

    @property
    def detail(self) -> TokenDetail:
        """The pane of the chosen token."""
        return self.query_one(TokenDetail)

    # Copying and saving

    def action_copy(self) -> None:
        claim, token = self.detail.claim, self.detail.token
        if claim is not None:
            copy_value(self.app, claim.value)
        elif self.detail.tab == "code":
            self.detail.code.copy()
        elif token is None or self.detail.tab != "raw":
            self.notify("Choose a claim, or Raw for the token itself.", markup=False)
        else:
            self._offer_copy(token)

    def action_copy_claims(self) -> None:
        decoded = self.chosen_slot().decoded
        if decoded is None:
            self.notify("There are no claims to copy yet: F5 asks for a token.", markup=False)
        else:
            copy_value(self.app, claims_as_json(decoded))

    def _offer_copy(self, token: Secret) -> None:
        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                copy_value(self.app, token.reveal())

        question = Content.assemble(
            "Copy the ",
            self._named(self.chosen_slot()),
            " token to the terminal's clipboard? ",
            self._danger(),
        )
        self.app.push_screen(Confirm(question, verb="Copy"), answered)

    def _named(self, slot: TokenSlot) -> Content:
        return shown(slot.title, limit=60).stylize("bold")

    def _danger(self) -> Content:
        profile = self._work.profile
        is_ours = profile is not None and not self.chosen_slot().is_pasted
        tenant = profile.tenant_title if profile and is_ours else "where it is from"
        return Content.assemble(
            "Whoever has it can act as the app in ", shown(tenant, limit=80), " until it expires."
        )

    def action_save(self) -> None:
        slot = self.chosen_slot()
        if slot.value is None:
            self.notify("There is no token to save yet: F5 asks for one.", markup=False)
            return
        token = slot.value
        about = Content.assemble(
            "The ",
            self._named(slot),
            " token itself, in clear, in a file that only you can read. ",
            self._danger(),
        )

        def named(file: Path | None) -> None:
            if file is not None:
                self.guarded(
                    partial(self._saving, file, token),
                    name="save a token",
                    group="token-save",
                    description="save a token",
                )

        kind = slot.resource.value if slot.resource else "other"
        self.app.push_screen(SaveToken(about, f"token-{kind}.txt"), named)

    async def _saving(self, file: Path, token: Secret) -> None:
        try:
            await self._work.save_token(file, token)
        except DefenderTuiError as error:
            self.post_message(SaveFailed(error))
        else:
            self.post_message(TokenSaved(file))

    @on(TokenSaved)
    def _token_saved(self, event: TokenSaved) -> None:
        where = shown(event.file, limit=200).plain
        self.notify(f"The token is in {where}, readable by you alone.", markup=False)

    @on(SaveFailed)
    def _save_failed(self, event: SaveFailed) -> None:
        self.show_error(event.error, "Could not save the token", retry="save")

    # Granting

    def action_grant(self) -> None:
        slot, profile = self.chosen_slot(), self._work.profile
        if profile is None or slot.resource is None:
            self.notify("How to grant is known for this program's APIs only.", markup=False)
        elif slot.resource is Resource.KEYVAULT:
            self.app.push_screen(Confirm(shown(vault_step(slot.decoded)), verb="Good"))
        else:
            self._offer_grants(slot.resource, slot, profile)

    def _offer_grants(self, resource: Resource, slot: TokenSlot, profile: Profile) -> None:
        missing = [one for one in judge(resource, slot.roles) if not one.is_allowed]
        if not missing:
            self.notify("Nothing is missing: every feature has its role.", markup=False)
        elif len(missing) == 1:
            self._show_ways(missing[0], profile)
        else:
            title = Content(f"Grant on {resource.label}, in order to …")
            options = [Content(f"{one.capability.ljust(30)}{one.needs[0]}") for one in missing]

            def chosen(place: int | None) -> None:
                if place is not None:
                    self._show_ways(missing[place], profile)

            self.app.push_screen(Choice(title, options, verb="How"), chosen)

    def _show_ways(self, verdict: Verdict, profile: Profile) -> None:
        role = verdict.needs[0]
        title = Content.assemble(
            ("Grant ", "bold"),
            (role, "bold $text-primary"),
            f" on {verdict.resource.label}, in order to {verdict.capability}",
            (_instead(verdict.needs), "$text-muted"),
        )

        def closed(link: str | None) -> None:
            if link is not None and link.startswith("https://"):
                self.app.open_url(link)

        ways = ways_to_grant(role, verdict.resource, profile)
        self.app.push_screen(GrantView(title, ways), closed)

    # Code

    def action_turn_language(self) -> None:
        self.detail.go_to("code")
        self.detail.code.turn()

    def action_turn_version(self) -> None:
        is_old = self._version is TokenVersion.V1
        self._version = TokenVersion.V2 if is_old else TokenVersion.V1
        self.detail.go_to("code")
        self.show_code()

    def show_code(self) -> None:
        """Write the chosen API's token request as code."""
        profile, api = self._work.profile, self.chosen_slot().api
        if profile is None or api is None:
            self.detail.code.show(None, "A pasted token has no request of ours. Choose an API.")
            return
        make = partial(_code, profile, api, self._version)
        self.detail.code.show(make, _CODE_NOTE[self._version])


def _code(profile: Profile, api: Api, version: TokenVersion, language: Language) -> str:
    return token_code(language, profile, api, version)


def _instead(needs: Sequence[str]) -> str:
    return f"\nIn its place would do: {', '.join(needs[1:])}" if len(needs) > 1 else ""
