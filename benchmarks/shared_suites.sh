#!/bin/sh
# Import every suite that the shared inputs hold, run each, and keep its summary.
#
#     sh benchmarks/shared_suites.sh SHARED OUT
#
# Writes OUT/suites/NAME, OUT/NAME (result.json, report.html) and OUT/NAME.txt. A suite that is
# imported or run already is left as it is: remove its folder to do it again.
set -eu
shared=$1
out=$2
mkdir -p "$out/suites"

run() { # NAME FORMAT SOURCES AND OPTIONS...
    name=$1
    format=$2
    shift 2
    [ -d "$out/suites/$name" ] || refdesk eval import "$format" "$@" --out "$out/suites/$name"
    set -- "$out/suites/$name" --out "$out/$name"
    case $name in policy | xstest) set -- "$@" --articles "$shared/corpora/seeds" ;; esac
    [ -f "$out/$name/result.json" ] || refdesk eval run "$@" >"$out/$name.txt"
    echo "== $name" && cat "$out/$name.txt"
}

seeds=$shared/corpora/seeds
run gold-qa gold-qa "$shared/domain/gold_qa_dev.jsonl" --articles "$seeds"
run tiers tiers "$shared/domain/gold_tiers_dev.jsonl" --articles "$seeds"
run policy policy "$shared/domain/policy_examples_dev.jsonl"
run xstest xstest "$shared/bench/safety/xstest/xstest_prompts.csv"
run bipia bipia suites/articles "$shared"/bench/safety/bipia/*_attack_train.json
run scifact scifact "$shared/bench/scifact"
run medquad medquad "$shared/bench/medquad" --sample 500
