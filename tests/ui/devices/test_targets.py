"""Which device a piece of evidence or a row is about, with the files to choose from."""

from __future__ import annotations

import pytest

from defender_tui.core.evidence import Evidence
from defender_tui.ui.devices.order_form import KnownFile
from defender_tui.ui.devices.targets import Target, target_of

ID = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07"
A, B = "a" * 40, "b" * 40
DEVICE = Evidence("device", fields={"mdeDeviceId": ID, "deviceDnsName": "ws-1.contoso.example"})
FILE = Evidence(
    "file", fields={"mdeDeviceId": ID, "fileDetails": {"sha1": A.upper(), "fileName": "x.exe"}}
)
PROCESS = Evidence(
    "process", fields={"mdeDeviceId": ID, "imageFile": {"sha1": B, "fileName": "y.exe"}}
)
ELSEWHERE = Evidence(
    "file", fields={"mdeDeviceId": "0" * 40, "fileDetails": {"sha1": "c" * 40, "fileName": "z"}}
)


def test_a_device_comes_with_the_files_that_were_seen_on_it() -> None:
    target = target_of(DEVICE, (FILE, PROCESS, ELSEWHERE, DEVICE))
    files = (KnownFile(A, "x.exe"), KnownFile(B, "y.exe"))
    assert Target(ID, "ws-1.contoso.example", files) == target


def test_a_process_leads_to_its_device_and_its_own_file_comes_first() -> None:
    target = target_of(PROCESS, (FILE, DEVICE))
    files = (KnownFile(B, "y.exe"), KnownFile(A, "x.exe"))
    assert Target(ID, "ws-1.contoso.example", files) == target


def test_a_device_without_a_name_is_called_by_its_id() -> None:
    assert Target(ID, ID, (KnownFile(A, "x.exe"),)) == target_of(FILE)


def test_a_device_without_an_id_is_known_by_its_name() -> None:
    evidence = Evidence("device", fields={"hostName": "ws-1"})
    assert Target("", "ws-1") == target_of(evidence, (FILE,))


@pytest.mark.parametrize(
    "evidence", [Evidence("user", fields={"mdeDeviceId": ID}), Evidence("device"), Evidence("file")]
)
def test_what_is_about_no_device_leads_to_none(evidence: Evidence) -> None:
    assert target_of(evidence, (DEVICE,)) is None
