# make lab   opens the course in JupyterLab        make test  runs every test
# Each sets up what it needs in .venv; a second run finds it there.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: lab test check release pictures grade-demo bench lock clean
.PHONY: hostile faults right_answers determinism grading_speed side_by_side
.PHONY: full_budget evaluation replay dqn_throughput dqn_learning gpu

lab: $(VENV)/.lab
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB_OPTIONS)

test: $(VENV)/.dev             # 3 at once on two processors: many wait for a kernel or a browser
	$(BIN)/python -m pytest -n 3 --dist loadfile $(TEST_OPTIONS)

check: $(VENV)/.dev            # style, types, sources of the chapters
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m autograder check

release: $(VENV)/.lab          # solutions/*.py -> notebooks/<language>/*.ipynb
	$(BIN)/python -m autograder release

pictures: $(VENV)/.lab         # runs the references, keeps the pictures they show
	$(BIN)/python -m autograder pictures

grade-demo: $(VENV)/.lab       # invented submissions, released, graded, with feedback
	$(BIN)/python -m autograder demo

bench: $(VENV)/.dev            # the quick ones: benchmarks/results/*.json
	@for name in animation exact imports tabular; do \
	  echo "== $$name"; $(BIN)/python benchmarks/$$name.py || exit 1; done

# each of these takes many minutes
hostile faults right_answers determinism grading_speed side_by_side: $(VENV)/.dev
	$(BIN)/python benchmarks/$@.py

# the Atari chapters on the full budget; the shipped agents over 100 full games each
full_budget evaluation: $(VENV)/.lab
	$(BIN)/python benchmarks/$@.py

# on a computer with a GPU: DEVICE=cuda, cuda:1 or mps, or the first that is found
gpu: $(VENV)/.dev
	DEVICE=$(DEVICE) $(BIN)/python -m pytest -n 0 -rs tests/course_utils/gpu.py
	DEVICE=$(DEVICE) $(BIN)/python benchmarks/gpu.py

# beside other libraries, in an environment of their own; dqn_learning takes hours
replay dqn_throughput dqn_learning: build/rivals/.made
	build/rivals/bin/python benchmarks/$@.py

build/rivals/.made: pyproject.toml constraints.txt
	$(PYTHON) -m venv build/rivals
	build/rivals/bin/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt \
	  --editable '.[lab]' stable-baselines3==2.9.2
	@touch $@

lock: $(VENV)/.dev             # constraints.txt from what is installed and tested
	@grep '^#' constraints.txt > $(VENV)/lock
	@$(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' >> $(VENV)/lock
	@mv $(VENV)/lock constraints.txt

clean:                         # forgets the environment and everything built
	rm -rf $(VENV) build

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "The course needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	  echo "Install a newer one and name it: make lab PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv module is missing: on Debian or Ubuntu, apt-get install python3-venv"; exit 1; }

$(VENV)/.lab: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up JupyterLab and the course in $(VENV): a few minutes, once."
	$(PIP) --editable '.[lab]'
	@mkdir -p $(VENV)/share/jupyter/lab/settings
	@printf '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}\n' \
	  > $(VENV)/share/jupyter/lab/settings/overrides.json
	@touch $@

$(VENV)/.dev: $(VENV)/.lab
	@echo "Setting up what the tests need."
	$(PIP) --editable '.[lab,grading,dev]'
	@touch $@
