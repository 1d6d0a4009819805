"""Configuration of the documentation. Build it with `tests/run docs`."""

import sys
import tomllib
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here / "_ext"))

project = "alumni"
author = "the alumni maintainers"
release = tomllib.loads((here.parent / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"][
    "version"
]

extensions = ["myst_nb", "from_sources"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "schemas", "_ext"]
nitpicky = True

# Pages with code cells are run at every build; an error in one is an error of the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

html_theme = "pydata_sphinx_theme"
html_title = f"alumni {release}"
html_extra_path = ["schemas"]
html_show_sourcelink = False
html_theme_options = {
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
