"""The ids of the app roles that this program can use, in the worldwide cloud.

A tenant's own listing is the authority (`GET servicePrincipals(appId='…')?$select=appRoles`): the
ids of Microsoft Graph differ in the clouds of the US government and of China, so there a role is
looked up by its name.

Source: https://learn.microsoft.com/en-us/graph/permissions-reference
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .clouds import Cloud
from .resources import Resource

_GRAPH = {
    "SecurityIncident.Read.All": "45cc0394-e837-488b-a098-1918f48d186c",
    "SecurityIncident.ReadWrite.All": "34bf0e97-1971-4929-b999-9e2442d941d7",
    "SecurityAlert.Read.All": "472e4a4d-bb4a-4026-98d1-0b0d74cb74a5",
    "SecurityAlert.ReadWrite.All": "ed4fca05-be46-441f-9803-1873825f8fdb",
    "ThreatHunting.Read.All": "dd98c7f5-2d42-42d3-a0e4-633161547251",
    "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
    "Application.ReadWrite.All": "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
    "Application.ReadWrite.OwnedBy": "18a4783c-866b-4cc7-a460-3d5e5662c884",
    "AppRoleAssignment.ReadWrite.All": "06b708a9-e830-4db3-a914-8e69da51d44f",
    "Directory.Read.All": "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
}
_XDR = {
    "Incident.Read.All": "a9790345-4595-42e4-971a-ccdc79f19b7c",
    "Incident.ReadWrite.All": "8d90f441-09cf-4fdc-ab45-e874fa3a28e8",
    "AdvancedHunting.Read.All": "7734e8e5-8dde-42fc-b5ae-6eafea078693",
    "CustomDetections.ReadWrite.All": "a7deff90-e2f5-4e4e-83a3-2c74e7002e28",
}
_MDE = {
    "AdvancedQuery.Read.All": "93489bf5-0fbc-4f2d-b901-33f2fe08ff05",
    "Alert.Read.All": "71fe6b80-7034-4028-9ed8-0f316df9c3ff",
    "Alert.ReadWrite.All": "0f7000ec-157b-497f-b70e-ef0b0584f140",
    "File.Read.All": "8788f1a9-beca-4e26-ba58-10513f3b896f",
    "Ip.Read.All": "47bf842d-354b-49ef-b741-3a6dd815bc13",
    "Library.Manage": "41d209c7-2511-4fc9-b899-8008a3976f09",
    "Machine.CollectForensics": "15405ab2-2103-4a3c-ad80-e829841cedcc",
    "Machine.Isolate": "7e4e1300-e1b9-4102-88ba-f0cb6e6d5974",
    "Machine.LiveResponse": "1629b959-c0af-42a1-92f0-f6162060bdf1",
    "Machine.Offboard": "594435bf-36dd-4548-83bd-1bdafe157d7a",
    "Machine.Read.All": "ea8291d3-4b9a-44b5-bc3a-6cea3026dc79",
    "Machine.ReadWrite.All": "aa027352-232b-4ed4-b963-a705fc4d6d2c",
    "Machine.RestrictExecution": "96b6b35d-074d-4e2d-b167-8d68d9269648",
    "Machine.Scan": "a86d9824-b2b6-45f8-b042-16bc4922ed4e",
    "Machine.StopAndQuarantine": "96e72b5e-7e68-4171-aad1-3937599e4751",
    "Score.Read.All": "02b005dd-f804-43b4-8fc7-078460413f74",
    "SecurityRecommendation.Read.All": "6443965c-7dd2-4cfd-b38f-bb7772bee163",
    "Software.Read.All": "37f71c98-d198-41ae-964d-2c49aab74926",
    "Ti.Read.All": "528ca142-c849-4a5b-935e-10b8b9c38a84",
    "Ti.ReadWrite": "a8bc2240-f96a-46a1-bad5-6a960b7327a1",
    "Ti.ReadWrite.All": "fc511a58-3adf-4d71-af24-00f13e35e479",
    "Url.Read.All": "721af526-ffa8-42d7-9b84-1a56244dd99d",
    "User.Read.All": "a833834a-4cf1-4732-8acf-bbcfa13fb610",
    "Vulnerability.Read.All": "41269fc5-d04d-4bfd-bce7-43a51cea049a",
}
APP_ROLES: Mapping[Resource, Mapping[str, str]] = MappingProxyType(
    {
        Resource.GRAPH: MappingProxyType(_GRAPH),
        Resource.XDR: MappingProxyType(_XDR),
        Resource.MDE: MappingProxyType(_MDE),
    }
)
_WORLDWIDE = frozenset({"public", "gcc"})


def role_id(resource: Resource, role: str) -> str | None:
    """Give a role's id in the worldwide cloud; `None` for one that is not listed here."""
    return APP_ROLES.get(resource, {}).get(role)


def has_these_ids(cloud: Cloud) -> bool:
    """Tell whether the ids listed here hold in a cloud."""
    return (cloud.based_on or cloud.name) in _WORLDWIDE
