// Reads the commands for Azure Pipelines with the task library of its owner, and compares them with the JSON report of the same run.
//
//   node azure.js MODULES OUTPUT.azure…
'use strict';
const fs = require('fs');
const path = require('path');
const assert = require('assert');

const [modules, ...outputs] = process.argv.slice(2);
const { commandFromString } = require(path.resolve(modules, 'azure-pipelines-task-lib/taskcommand.js'));

for (const output of outputs) {
    const report = JSON.parse(fs.readFileSync(output.replace(/\.azure$/, '.json'), 'utf8'));
    const lines = fs.readFileSync(output, 'utf8').split('\n').filter(line => /##vso\[/i.test(line));
    const issues = lines.map(commandFromString);
    for (const issue of issues) {
        assert.strictEqual(issue.command, 'task.logissue', output);
        assert(['error', 'warning'].includes(issue.properties.type), JSON.stringify(issue));
        assert(issue.message.length > 0 && !/##vso\[|%AZP25/i.test(issue.message), issue.message);
        if (issue.properties.sourcepath !== undefined) {
            assert(fs.existsSync(issue.properties.sourcepath), issue.properties.sourcepath);
            assert(Number(issue.properties.linenumber) >= 1 && Number(issue.properties.columnnumber) >= 1, JSON.stringify(issue));
        }
    }
    const errors = issues.filter(issue => issue.properties.type === 'error').length;
    assert.strictEqual(errors > 0, report.verdict !== 'passed', output);
    console.log(`${output}: ${errors} errors, ${issues.length - errors} warnings`);
}
