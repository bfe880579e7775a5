// Parses queries with Microsoft's own parser of KQL, against the columns of the log table, and fails on any diagnostic.
//
//   node kql.js MODULES TABLE.json QUERIES.json
//
// TABLE.json is the schema that the plugin writes; QUERIES.json is a list of [name, query].
'use strict';
const fs = require('fs');
const path = require('path');

const [modules, tableFile, queriesFile] = process.argv.slice(2);
const language = path.resolve(modules, '@kusto/language-service-next');
require(path.join(language, 'bridge.js'));
require(path.join(language, 'Kusto.Language.Bridge.js'));

const { KustoCode, GlobalState } = Kusto.Language;
const { TableSymbol, DatabaseSymbol } = Kusto.Language.Symbols;

const table = JSON.parse(fs.readFileSync(tableFile, 'utf8')).properties.schema;
const columns = table.columns.map(column => `${column.name}: ${column.type === 'boolean' ? 'bool' : column.type}`);
const symbol = new TableSymbol.$ctor7(table.name, `(${columns.join(', ')})`, null);
const database = new DatabaseSymbol.ctor('workspace', [symbol]);
const globals = GlobalState.Default.WithDatabase(database);

// The diagnostics of a query, in words.
function diagnostics(query) {
    const code = KustoCode.ParseAndAnalyze(query, globals);
    const found = code.GetDiagnostics();
    const words = [];
    for (let index = 0; index < found.Count; index++) {
        const diagnostic = found.getItem(index);
        const before = query.slice(0, diagnostic.Start).split('\n');
        words.push(`${before.length}:${before[before.length - 1].length + 1}: ${diagnostic.Severity}: ${diagnostic.Message}`);
    }
    return words;
}

// The parser knows the columns: a query that is wrong in each of these ways must be refused.
for (const wrong of [`${table.name} | where NoSuchColumn == 1`, 'NoSuchTable | take 1', `${table.name} | where`, `${table.name} | extend X = ExitCode + Message`]) {
    if (diagnostics(wrong).length === 0) {
        console.error(`the parser accepts a wrong query: ${wrong}`);
        process.exit(1);
    }
}

const queries = JSON.parse(fs.readFileSync(queriesFile, 'utf8'));
let faults = 0;
for (const [name, query] of queries) {
    for (const words of diagnostics(query)) {
        console.error(`${name}: ${words}`);
        faults++;
    }
}
if (faults > 0 || queries.length === 0) {
    console.error(`${queries.length} queries, ${faults} diagnostics`);
    process.exit(1);
}
console.log(`${queries.length} queries, no diagnostics`);
