CREATE TABLE registry_acts AS FROM acts(13000, 'registry', 'registry_changes');
CREATE VIEW ordinary_DeviceRegistryEvents AS
SELECT
    e.* EXCLUDE (i, line, device_i, account),
    s.action AS ActionType,
    s.key AS RegistryKey,
    'String' AS RegistryValueType,
    s.value_name AS RegistryValueName,
    s.data AS RegistryValueData
FROM initiated('registry_acts', 'registry') AS e
JOIN registry_changes AS s USING (line);
