CREATE VIEW ordinary_ExposureGraphNodes AS
SELECT
    device_id AS NodeId,
    CASE WHEN is_server THEN 'server' ELSE 'device' END AS NodeLabel,
    dns_name AS NodeName,
    '["compute","device"]'::JSON AS Categories,
    to_json({rawData: {osPlatform: os_platform, criticalityLevel:
        CASE WHEN name LIKE 'srv-dc%' THEN 0 WHEN is_server THEN 1 ELSE 3 END}}) AS NodeProperties,
    to_json([{type: 'DeviceInventoryId', id: device_id}]) AS EntityIds
FROM devices
UNION ALL BY NAME
SELECT
    object_id AS NodeId,
    'user' AS NodeLabel,
    display_name AS NodeName,
    '["identity"]'::JSON AS Categories,
    to_json({rawData: {accountName: account_name, isAdmin: is_admin}}) AS NodeProperties,
    to_json([{type: 'AadObjectId', id: object_id}]) AS EntityIds
FROM users;

CREATE VIEW ordinary_ExposureGraphEdges AS
SELECT
    guid(d.i * 1000 + u.i, 'edge') AS EdgeId,
    CASE WHEN u.i = d.owner_i THEN 'has credentials of' ELSE 'can authenticate to' END AS EdgeLabel,
    CASE WHEN u.i = d.owner_i THEN d.device_id ELSE u.object_id END AS SourceNodeId,
    CASE WHEN u.i = d.owner_i THEN d.dns_name ELSE u.display_name END AS SourceNodeName,
    CASE WHEN u.i = d.owner_i THEN 'device' ELSE 'user' END AS SourceNodeLabel,
    CASE WHEN u.i = d.owner_i THEN '["device"]'::JSON ELSE '["identity"]'::JSON END
        AS SourceNodeCategories,
    CASE WHEN u.i = d.owner_i THEN u.object_id ELSE d.device_id END AS TargetNodeId,
    CASE WHEN u.i = d.owner_i THEN u.display_name ELSE d.dns_name END AS TargetNodeName,
    CASE WHEN u.i = d.owner_i THEN 'user' ELSE 'device' END AS TargetNodeLabel,
    CASE WHEN u.i = d.owner_i THEN '["identity"]'::JSON ELSE '["device"]'::JSON END
        AS TargetNodeCategories,
    '{}'::JSON AS EdgeProperties
FROM devices AS d
JOIN users AS u ON u.i = d.owner_i OR (u.is_admin AND d.is_server);
