# Shortcuts for developers; `just` lists them. Each is one command that also works without `just`.

_default:
    @just --list

# Runs the tests.
test *arguments:
    cargo test --locked {{arguments}}

# Checks format, lints and documentation.
lint:
    cargo fmt --check
    cargo clippy --locked --all-targets -- -D warnings
    RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps

# Runs all that a change must pass before it lands.
ci:
    bash .ci/run

# Checks the workflows of this repository and those that README and docs show, and the pipelines in ci/.
workflows:
    bash .ci/workflows
    bash .ci/pipelines

# Builds the packages for this machine, installs and runs each: about ten minutes.
packages:
    bash .ci/packages

# Accepts changed snapshots; look at the difference before committing.
snapshots *arguments:
    INSTA_UPDATE=always cargo test --locked {{arguments}}

# Builds the fuzz targets (about 15 minutes the first time) and runs one, or all: just fuzz laws 600
fuzz target='all' seconds='300':
    bash fuzz/run {{target}} {{seconds}}

# Checks format and lints of the fuzz targets, which are a workspace of their own.
fuzz-lint:
    cd fuzz && cargo fmt --check && cargo clippy --release --locked --bins -- -D warnings

# Measures scoregate beside the same policy in Python, jq and Rego; needs jq.
compare *arguments:
    cargo build --release --locked
    cd benches/compare/rego && cargo build --release --locked
    python3 benches/compare/compare.py {{arguments}}
