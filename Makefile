# `make run` and `make test` are the two commands; each makes what it needs first.

PYTHON := .venv/bin/python
SOURCES := pharmassist tools tests installer
MADE := .venv/.made
DEMO := build/incident-day
CATALOGUE := resources/translations/fr/LC_MESSAGES/pharmassist.mo

.PHONY: setup run demo test lint fix strings torture bench shots package release-check gallery audit bench-peers
.DEFAULT_GOAL := run

setup: $(MADE)/packages $(MADE)/requirements $(MADE)/project $(CATALOGUE)

# The stamps tell what was done for which version of the file that asks for it.
$(MADE)/packages: installer/linux/system_packages.sh
	@sh installer/linux/system_packages.sh
	@mkdir -p $(@D) && touch $@

$(PYTHON): | $(MADE)/packages
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "PharmAssist demande Python 3.11 ou plus récent." >&2; exit 1; }
	python3 -m venv .venv

$(MADE)/requirements: requirements.lock requirements-dev.lock | $(PYTHON)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		-r requirements.lock -r requirements-dev.lock
	@mkdir -p $(@D) && touch $@

$(MADE)/project: pyproject.toml requirements.in tools/build_hook.py $(MADE)/requirements
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p $(@D) && touch $@

$(CATALOGUE): tools/strings.py $(wildcard resources/translations/fr/*.po) | $(MADE)/requirements
	@$(PYTHON) -m tools.strings

# Without a screen the demonstration's incident day runs and says where its PDFs are.
run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(PYTHON) -m pharmassist; \
	else exec $(PYTHON) -m tools.incident_day $(DEMO); fi

demo: setup
	$(PYTHON) -m pharmassist demo

# Two processes, each file in one of them: services that a file starts are shared within it.
test: setup lint
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: setup
	$(PYTHON) -m ruff check $(SOURCES)
	$(PYTHON) -m ruff format --check $(SOURCES)
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	$(PYTHON) -m tools.strings --check

fix: setup
	$(PYTHON) -m ruff check --fix $(SOURCES)
	$(PYTHON) -m ruff format $(SOURCES)

strings: setup
	$(PYTHON) -m tools.strings
	$(PYTHON) -m tools.strings --check

torture: setup
	$(PYTHON) -m pytest tests/torture
	$(PYTHON) -m pytest -m hypothesis --hypothesis-profile=search

# Each to its end, whatever became of the one before; `make bench-peers` first gives them peers.
bench: setup
	-$(PYTHON) -m pytest tests/benchmarks --benchmark-enable --benchmark-only --benchmark-min-rounds=3
	-$(PYTHON) -m tools.bench_start
	-$(PYTHON) -m tools.bench_claims
	-$(PYTHON) -m tools.bench_paper
	-$(PYTHON) -m tools.bench_bank

# What is measured beside ours where it is there; no part of the program needs it.
bench-peers: setup
	@sh installer/linux/system_packages.sh bench
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --upgrade --target build/peers \
		ofxparse==0.21 python-cfonb==2.13 pycamt==1.1.1

# Pictures to be looked at: pages and papers of the demonstration, and those of the guide (docs/guide/images).
shots: setup
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m tools.shots build/shots
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m tools.guide_shots

gallery: setup
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m tools.gallery build/gallery

# What is handed out: the wheel, the Debian package (built twice, the same bytes), the Windows folder and installer.
package: setup
	@sh installer/linux/system_packages.sh release
	$(PYTHON) -m tools.package build/dist
	$(PYTHON) -m tools.deb build/deb --twice
	$(PYTHON) -m tools.windows build/windows

# Each of them as a user gets it: installed, started, removed. As root; takes half an hour and the system's package mirrors.
release-check: package
	$(PYTHON) -m tools.package build/dist --install
	sh installer/linux/try_in_chroot.sh build/deb/pharmassist_*_amd64.deb build/clean-debian
	sh installer/windows/try_under_wine.sh build/windows/PharmAssist-*.exe build/windows/PharmAssist
	sh installer/windows/try_signing.sh build/windows/PharmAssist-*.exe
	$(PYTHON) -m tools.release

# Known faults and licences of what we ship, and the list of its parts.
audit: setup
	$(PYTHON) -m tools.licences
	$(PYTHON) -m tools.audit build/audit
