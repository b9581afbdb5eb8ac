//! Pages of the owner's own beside conversations (P58).

use conversation::ids::{AppId, InboxId};
use protocol::rest::apps::App;

use crate::store::{Sql, StoreError};
use crate::values;

/// The apps there are, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<App>, StoreError> {
    let mut apps: Vec<App> = sql
        .run("SELECT id, name, url FROM apps ORDER BY name, id", &[])?
        .iter()
        .map(|row| {
            let id = row.parsed(0, "an app id", AppId::parse)?;
            Ok(App { id, name: row.text(1)?, url: row.text(2)?, inboxes: Vec::new() })
        })
        .collect::<Result<_, StoreError>>()?;
    for row in sql.run("SELECT app, inbox FROM app_inboxes ORDER BY app, inbox", &[])? {
        let (app, inbox) = (row.text(0)?, row.parsed(1, "an inbox id", InboxId::parse)?);
        if let Some(app) = apps.iter_mut().find(|it| it.id.as_str() == app) {
            app.inboxes.push(inbox);
        }
    }
    Ok(apps)
}

/// Keeps an app, new or changed.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, app: &App) -> Result<(), StoreError> {
    let App { id, name, url, inboxes } = app;
    let statement = "INSERT INTO apps (id, name, url) VALUES (?, ?, ?) \
                     ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url";
    sql.run(statement, values![id.as_str(), name.as_str(), url.as_str()])?;
    sql.run("DELETE FROM app_inboxes WHERE app = ?", values![id.as_str()])?;
    for inbox in inboxes {
        let statement = "INSERT INTO app_inboxes (app, inbox) VALUES (?, ?) ON CONFLICT DO NOTHING";
        sql.run(statement, values![id.as_str(), inbox.as_str()])?;
    }
    Ok(())
}

/// Removes an app. Whether there was one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, app: &AppId) -> Result<bool, StoreError> {
    sql.run("DELETE FROM app_inboxes WHERE app = ?", values![app.as_str()])?;
    Ok(!sql.run("DELETE FROM apps WHERE id = ? RETURNING 1", values![app.as_str()])?.is_empty())
}

/// An inbox is gone: what stood beside its conversations alone stands nowhere any more.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn without_inbox(sql: &impl Sql, inbox: &InboxId) -> Result<(), StoreError> {
    let alone = "SELECT app FROM app_inboxes GROUP BY app HAVING COUNT(*) = 1 AND MIN(inbox) = ?";
    for row in sql.run(alone, values![inbox.as_str()])? {
        remove(sql, &row.parsed(0, "an app id", AppId::parse)?)?;
    }
    sql.run("DELETE FROM app_inboxes WHERE inbox = ?", values![inbox.as_str()]).map(drop)
}
