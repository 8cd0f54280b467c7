//! Listing the exercises.

use crate::{exercise::Exercise, page::Page, workspace::Workspace};

/// Shows the number, the name, the title and the file of each.
pub(crate) fn list(exercises: &[&Exercise], workspace: &Workspace, page: &mut Page) -> anyhow::Result<bool> {
    let room = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or_default();
    for stage in exercises.chunk_by(|one, other| one.stage == other.stage) {
        page.line(&format!("Stage {}, {}", stage[0].stage, stage[0].package))?;
        for exercise in stage {
            let Exercise { name, title, .. } = exercise;
            page.line(&format!("  {:<3} {name:<room$}  {title}", exercise.place()))?;
        }
    }
    let Some(first) = exercises.first() else { return Ok(true) };
    page.line(&format!(
        "\nThe file to edit: {}",
        workspace.relative(&first.file()).replace(&first.name, "NAME")
    ))?;
    Ok(true)
}
