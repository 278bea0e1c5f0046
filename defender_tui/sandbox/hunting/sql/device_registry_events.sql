INSERT INTO DeviceRegistryEvents BY NAME
SELECT
    COLUMNS('^[A-Z]'),
    s.action AS ActionType,
    s.key AS RegistryKey,
    'String' AS RegistryValueType,
    s.value_name AS RegistryValueName,
    s.data AS RegistryValueData,
    'System' AS InitiatingProcessIntegrityLevel,
    'TokenElevationTypeDefault' AS InitiatingProcessTokenElevation
FROM initiated(3500, 'registry', 'registry_changes') AS e
JOIN registry_changes AS s USING (family, slot);
