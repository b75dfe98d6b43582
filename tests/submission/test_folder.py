"""Where departments and their files are found, and what is passed over."""

from __future__ import annotations

from pathlib import Path

from selfeval.submission.folder import departments, file_names


def test_departments_are_found_in_order(tmp_path: Path) -> None:
    """Years and departments come sorted; files and hidden folders are none."""
    for name in ("2024/liwan", "2024/caidian", "2023/tianhe", ".git/objects", "2024/.old"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "2024" / "说明.txt").write_text("", encoding="utf-8")
    (tmp_path / "README.md").write_text("", encoding="utf-8")
    assert list(departments(tmp_path)) == [("2023", "tianhe"), ("2024", "caidian"), ("2024", "liwan")]
    assert list(departments(tmp_path, "2024/liwan")) == [("2024", "liwan")]
    assert list(departments(tmp_path / "nowhere")) == []


def test_files_are_found_at_any_depth(tmp_path: Path) -> None:
    """Files of projects come with their folder; hidden files and others are passed over, what a link leads to is one file not read."""
    (tmp_path / "projects").mkdir()
    for name in ("targets.yaml", "projects/阅读季.yml", ".hidden.yaml", "notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "projects" / "up").symlink_to(tmp_path)
    assert list(file_names(tmp_path)) == ["projects/up/*.yaml", "projects/阅读季.yml", "targets.yaml"]
    assert list(file_names(tmp_path / "nowhere")) == []
