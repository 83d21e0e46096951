//! What a programme gives to families, and who does what for them, from its folder: `goods.toml`, `care.toml`,
//! `contraception.toml`.

use anyhow::bail;
use kith_app::programme::Community;
use kith_measures::programme::Files;

/// Reads it; a file that is not there says nothing. Everything that is wrong is said at once, each with its file and its line.
pub fn read(files: &Files) -> anyhow::Result<Community> {
    let text = |path: &str| files.0.get(path).map(String::as_str).unwrap_or_default();
    let mut wrong = Vec::new();
    let goods = kith_domain::goods::kinds(text("goods.toml")).unwrap_or_else(|all| {
        wrong.extend(all.into_iter().map(|p| format!("goods.toml:{}: {}", p.line, p.message)));
        Vec::new()
    });
    let duties = kith_domain::care_team::duties(text("care.toml")).unwrap_or_else(|all| {
        wrong.extend(all.into_iter().map(|p| format!("care.toml:{}: {}", p.line, p.message)));
        Vec::new()
    });
    let methods = kith_domain::contraception::methods(text("contraception.toml")).unwrap_or_else(|all| {
        wrong.extend(all.into_iter().map(|p| format!("contraception.toml:{}: {}", p.line, p.message)));
        Vec::new()
    });
    if wrong.is_empty() {
        return Ok(Community { goods, duties, methods });
    }
    bail!("what this programme gives cannot be used:\n  {}", wrong.join("\n  "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_with_its_file() {
        let mut files = Files::embedded("central-triage").unwrap();
        assert!(!read(&files).unwrap().goods.is_empty() && !read(&files).unwrap().duties.is_empty());
        files.0.insert("goods.toml".into(), "[[kind]]\nid = \"a\"\nen = \"A\"\nes = \"\"\n".into());
        let said = read(&files).unwrap_err().to_string();
        assert!(said.contains("goods.toml:1:"), "{said}");
        assert!(read(&Files::embedded("three-by-120").unwrap()).unwrap().goods.is_empty());
    }
}
