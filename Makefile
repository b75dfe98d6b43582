# 没有 make 的电脑用 build.py：python build.py 目标名（all 是 build，test-all 是 test --all）。
YEAR ?=
DEPT ?=
PHASE ?=
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python build.py
UV := $(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
LOCK := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) pyproject.toml
REFUSED := "程序包没有装成：上面有 HASHES 的，是下载的程序包和清单里的校验码不一样，不要用，换一个下载的地方；别的看看能不能上网，再运行一次"
CHOICE := $(if $(YEAR),--year $(YEAR)) $(if $(DEPT),--dept $(DEPT)) $(if $(PHASE),--phase $(PHASE))

.DEFAULT_GOAL := all
.PHONY: all check templates pdf summary publish bundle test test-all lint bench lock help clean git-setup

all: $(VENV)/ready ## 检查并生成文档；可加 YEAR=2024 DEPT=liwan PHASE=自评
	@$(RUN) build $(CHOICE)

check: $(VENV)/ready ## 只检查，不生成
	@$(RUN) check $(CHOICE)

templates: $(VENV)/ready ## 检查表样的 Word 和 Markdown 模板
	@$(RUN) templates

pdf: $(VENV)/ready ## 把成品 Word 变成 PDF，放在 build/pdf；可加 YEAR= DEPT=（要装 LibreOffice）
	@$(RUN) pdf $(if $(YEAR),--year $(YEAR)) $(if $(DEPT),--dept $(DEPT))

summary: $(VENV)/ready ## 生成全年汇总表；可加 YEAR=2024
	@$(RUN) summary $(YEAR)

publish: $(VENV)/ready ## 生成一年的全部文档，再做成可以公开的网页，放在 build/site；可加 YEAR=2024
	@$(RUN) publish $(YEAR)

bundle: $(VENV)/ready ## 装成一个文件夹，放在 build/bundle，拿到不能上网的电脑上用
	@$(RUN) bundle

test: $(VENV)/dev-ready ## 测试程序本身，三分钟以内
	@$(RUN) test

test-all: test ## 全部测试：再做慢的（LibreOffice、浏览器、node、几千种输入），三十分钟以内
	@$(RUN) test -- -m slow

lint: $(VENV)/dev-ready ## 检查程序的写法和类型
	@$(RUN) lint

bench: $(VENV)/dev-ready ## 测量速度，写进 bench/RESULTS.md
	@$(VENV)/bin/python bench/run.py

lock: ## 改了 pyproject.toml 以后，重新写两份锁定的程序包清单（要联网）；升级到最新的，加 UPGRADE=1
	@$(UV)
	@$(LOCK) -o requirements.lock
	@$(LOCK) --extra dev --extra cluster -o requirements-dev.lock

help: ## 列出这些目标
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1	/'

git-setup: $(VENV)/ready ## 让 git 用文字比较 Word 文档，用汉字显示文件名
	@git config diff.word.textconv "$(RUN) text"
	@git config core.quotepath false

clean: ## 删去安装的程序包
	@rm -rf $(VENV)

$(VENV)/ready: requirements.lock
	@echo "正在安装程序包（只在第一次和升级后）……"
	@$(PYTHON) -m venv $(VENV) || { echo "建不了 $(VENV)：请安装 Python 3.11 以上（Debian、Ubuntu 还要 python3-venv）"; rm -rf $(VENV); exit 1; }
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock || { echo $(REFUSED); exit 1; }
	@touch $@

$(VENV)/dev-ready: requirements-dev.lock $(VENV)/ready
	@echo "正在安装测试用的程序包……"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock || { echo $(REFUSED); exit 1; }
	@touch $@
