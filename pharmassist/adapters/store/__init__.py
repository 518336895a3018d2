"""The register on disk: one SQLCipher file through SQLAlchemy Core. No row object leaves this package."""
