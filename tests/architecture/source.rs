//! What a source file imports, prints and says, read from its tokens. Comments are no tokens; tests and doc comments are left out.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What is read from a file.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// The paths within the crate that it names, from the root: `["evidence", "recording", "Seal"]`.
    pub(crate) paths: BTreeSet<Vec<String>>,
    pub(crate) identifiers: BTreeSet<String>,
    pub(crate) texts: Vec<String>,
}

impl Source {
    /// Reads a file of the module at a path: `["render", "human"]`.
    pub(crate) fn read(module: &[String], text: &str) -> Self {
        let mut source = Self::default();
        let tokens: TokenStream = text.parse().expect("the source is Rust");
        source.visit(module, &tokens.into_iter().collect::<Vec<_>>());
        source
    }

    fn visit(&mut self, module: &[String], tokens: &[TokenTree]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    at = self.attribute(module, tokens, at);
                }
                TokenTree::Group(group) => self.visit(module, &group.stream().into_iter().collect::<Vec<_>>()),
                TokenTree::Literal(literal) => self.texts.extend(text_of(&literal.to_string())),
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    if let Some(root) = root(&name, module)
                        && is_colons(tokens, at)
                    {
                        at = self.path(root, tokens, at + 2);
                    } else if name == "mod"
                        && let (Some(TokenTree::Ident(inner)), Some(TokenTree::Group(body))) =
                            (tokens.get(at), tokens.get(at + 1))
                    {
                        let inner = [module, &[inner.to_string()]].concat();
                        self.visit(&inner, &body.stream().into_iter().collect::<Vec<_>>());
                        at += 2;
                    }
                    // `command.stdout(…)` is the output of another program.
                    let is_member =
                        at > 1 && matches!(&tokens[at - 2], TokenTree::Punct(punct) if punct.as_char() == '.');
                    if !is_member {
                        self.identifiers.insert(name);
                    }
                }
                TokenTree::Punct(_) => {}
            }
        }
    }

    /// Passes an attribute, and with `cfg(test)` the item behind it.
    fn attribute(&mut self, module: &[String], tokens: &[TokenTree], at: usize) -> usize {
        let Some(TokenTree::Group(group)) = tokens.get(at) else { return at };
        let content = group.stream().to_string().replace(' ', "");
        if content.starts_with("doc=") {
            return at + 1;
        }
        if content != "cfg(test)" {
            self.visit(module, &group.stream().into_iter().collect::<Vec<_>>());
            return at + 1;
        }
        let ends = |token: &TokenTree| match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        let length = tokens[at..].iter().position(ends).map_or(tokens.len() - at, |end| end + 1);
        at + length
    }

    /// Reads the rest of a path or of a tree of imports, and returns where it ends.
    fn path(&mut self, mut path: Vec<String>, tokens: &[TokenTree], mut at: usize) -> usize {
        loop {
            match tokens.get(at) {
                Some(TokenTree::Ident(ident)) => {
                    let name = ident.to_string();
                    match name.as_str() {
                        "super" => drop(path.pop()),
                        "self" => {}
                        _ => path.push(name.clone()),
                    }
                    self.identifiers.insert(name);
                    at += 1;
                    if !is_colons(tokens, at) {
                        break;
                    }
                    at += 2;
                }
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    let is_comma =
                        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                    for branch in inner.split(is_comma).filter(|branch| !branch.is_empty()) {
                        self.path(path.clone(), branch, 0);
                    }
                    return at + 1;
                }
                _ => break,
            }
        }
        self.paths.insert(path);
        at
    }
}

/// The module that a path begins at.
fn root(name: &str, module: &[String]) -> Option<Vec<String>> {
    match name {
        "crate" => Some(Vec::new()),
        "self" => Some(module.to_vec()),
        "super" => Some(module.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default()),
        _ => None,
    }
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    is_colon(tokens.get(at)) && is_colon(tokens.get(at + 1))
}

/// The text of a literal, where it is one.
fn text_of(literal: &str) -> Option<String> {
    let (first, last) = (literal.find('"')?, literal.rfind('"')?);
    Some(literal.get(first + 1..last)?.to_owned())
}
