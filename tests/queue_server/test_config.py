from pathlib import Path

import pytest

from queue_server.config import (
    DATABASE,
    METRICS_TOKEN,
    ConfigError,
    LogConfig,
    ServerConfig,
    of_folder,
    read,
)


def written(folder: Path, text: str) -> Path:
    file = folder / "server.toml"
    file.write_text(text, encoding="utf-8")
    return file


def fault(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(written(folder, text), {})
    return str(caught.value)


def test_an_empty_file_gives_the_defaults_and_its_own_folder(tmp_path):
    config = read(written(tmp_path, ""), {})

    assert config == ServerConfig(database=str(tmp_path))
    assert config.folder == tmp_path
    assert not config.https


def test_every_key_is_read(tmp_path):
    text = """
        host = "0.0.0.0"
        port = 443
        database = "data"
        allowed_hosts = ["so.example.vn"]
        public_url = "https://so.example.vn"
        metrics_token = "secret"
        [log]
        level = "warning"
        json = true
        [tls]
        cert = "cert.pem"
        key = "/etc/key.pem"
    """

    config = read(written(tmp_path, text), {})

    assert (config.host, config.port, config.folder) == ("0.0.0.0", 443, tmp_path / "data")
    assert config.allowed_hosts == ("so.example.vn",)
    assert config.log == LogConfig(level="warning", json=True)
    assert config.tls is not None
    assert config.tls.cert == str(tmp_path / "cert.pem")
    assert config.tls.key == "/etc/key.pem"
    assert config.https


def test_https_in_front_counts_as_https():
    assert ServerConfig(public_url="https://so.example.vn").https


def test_an_unknown_key_is_named_with_its_file(tmp_path):
    assert fault(tmp_path, "prot = 80") == f"{tmp_path}/server.toml: prot: there is no such key"


def test_an_unknown_key_in_a_table_is_named_whole(tmp_path):
    assert fault(tmp_path, "[log]\nlevle = 1").endswith(
        "server.toml: log.levle: there is no such key"
    )


def test_a_wrong_value_is_named(tmp_path):
    assert "server.toml: port: " in fault(tmp_path, 'port = "eighty"')
    assert "server.toml: log.level: " in fault(tmp_path, '[log]\nlevel = "loud"')


def test_what_is_no_toml_is_said_with_its_line(tmp_path):
    assert "line 2" in fault(tmp_path, "port = 80\n= 5")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(ConfigError, match=r"nothing\.toml: cannot be read: No such file"):
        read(tmp_path / "nothing.toml", {})


def test_secrets_come_from_the_environment(tmp_path):
    secrets = {METRICS_TOKEN: "hidden", DATABASE: "postgresql://queue:pass@db/queue"}

    config = read(written(tmp_path, 'metrics_token = "shown"'), secrets)

    assert config.metrics_token == "hidden"
    assert config.database == "postgresql://queue:pass@db/queue"


def test_a_database_address_is_no_path(tmp_path):
    config = read(written(tmp_path, 'database = "postgresql://db/queue"'), {})

    assert config.database == "postgresql://db/queue"


def test_a_folder_without_a_file_has_the_defaults(tmp_path):
    assert of_folder(tmp_path, {}) == ServerConfig(database=str(tmp_path))


def test_a_folder_with_a_file_has_what_it_says(tmp_path):
    written(tmp_path, "port = 9000")

    assert of_folder(tmp_path, {}).port == 9000
