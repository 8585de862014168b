"""What tells portals of the data: the catalogue by DCAT-AP-SE, and VoID."""
