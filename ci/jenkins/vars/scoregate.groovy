/**
 * Steps of a pipeline for scoregate: scoregate(version: '0.1.0') evaluates policies and fails the build with its verdict,
 * scoregate.validate(version: '0.1.0') only checks them, and scoregate.reports() publishes the findings.
 */
def call(Map config) {
    install(config)
    List<String> variables = [
        "SCOREGATE_POLICIES=${config.policies ?: 'policies'}",
        "SCOREGATE_FROM=${config.from ?: 'graph'}",
    ]
    withEnv(variables) {
        sh '''
            .scoregate/scoregate check --policy "$SCOREGATE_POLICIES" --from "$SCOREGATE_FROM" --tenant "$AZURE_TENANT_ID" --output human --output junit=.scoregate/scoregate.xml --output sarif=.scoregate/scoregate.sarif --sarif-waived omit
        '''
    }
}

/** Checks the policies of a change, which must not evaluate itself. */
def validate(Map config) {
    install(config)
    withEnv(["SCOREGATE_POLICIES=${config.policies ?: 'policies'}"]) {
        sh '.scoregate/scoregate policy validate "$SCOREGATE_POLICIES"'
    }
}

/** Publishes the findings as tests and as issues. Without reports, after a run without a verdict, it publishes nothing. */
def reports() {
    junit testResults: '.scoregate/scoregate.xml', allowEmptyResults: true
    // Jenkins does not read suppressions, so waived findings are not in the report.
    recordIssues enabledForFailure: true, tools: [sarif(id: 'scoregate', name: 'Secure Score', pattern: '.scoregate/scoregate.sarif')]
}

/** Installs the program into the folder .scoregate, which it empties first, so that no report of an earlier build is published. */
def install(Map config) {
    if (!config.version) {
        error 'scoregate: no version is set; name the one that you reviewed, such as 0.1.0'
    }
    sh 'rm -rf .scoregate'
    writeFile file: '.scoregate/install.sh', text: libraryResource('scoregate/install.sh')
    List<String> variables = [
        "SCOREGATE_VERSION=${config.version}",
        "SCOREGATE_RELEASES=${config.releases ?: 'https://github.com/scoregate/scoregate/releases/download'}",
        "SCOREGATE_SHA256=${config.sha256 ?: ''}",
        "SCOREGATE_ATTESTATION=${config.attestation ?: 'auto'}",
        "SCOREGATE_REPOSITORY=${config.repository ?: 'scoregate/scoregate'}",
        'SCOREGATE_BIN=.scoregate',
    ]
    withEnv(variables) {
        sh 'sh .scoregate/install.sh'
    }
}
