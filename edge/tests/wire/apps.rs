//! The owner's own pages beside conversations (P58): who makes them, and who is told of which.

use serde_json::json;

use crate::product::Product;
use crate::workshop::Workshop;

/// A good and a failed request of each kind.
pub(crate) fn every_operation() {
    let shop = Workshop::new("ws-apps");
    shop.ida.gets("/api/apps").ok();
    assert_eq!(shop.ida.gets("/api/apps?which=all").refusal(), (400, "filter_unknown".to_owned()));
    let app = json!({"name": "Kiln CRM", "url": "https://crm.kiln.test/beside"});
    let made = shop.ida.sends("POST", "/api/apps", &app).ok();
    assert_eq!(
        made["apps"],
        json!([{"id": "kiln-crm", "name": "Kiln CRM", "url": "https://crm.kiln.test/beside", "inboxes": []}])
    );
    let plain = json!({"name": "CRM", "url": "http://crm.kiln.test/"});
    assert_eq!(shop.ida.sends("POST", "/api/apps", &plain).refusal(), (422, "app_url".to_owned()));
    shop.ida
        .sends("PUT", "/api/apps/kiln-crm", &json!({"name": "CRM", "url": "https://crm.kiln.test/"}))
        .ok();
    assert_eq!(shop.ida.sends("PUT", "/api/apps/none", &app).refusal(), (404, "not_found".to_owned()));
    assert_eq!(
        shop.ida.sends("DELETE", "/api/apps/none", &json!({})).refusal(),
        (404, "not_found".to_owned())
    );
    shop.ida.sends("DELETE", "/api/apps/kiln-crm", &json!({})).ok();
}

#[test]
fn an_app_is_for_whom_it_is_for() {
    // P58
    let shop = Workshop::new("ws-apps-for");
    let own = format!("http://127.0.0.1:{}/console/", Product::shared().port);
    let console = json!({"name": "Us", "url": own});
    assert_eq!(shop.ida.sends("POST", "/api/apps", &console).refusal(), (422, "app_url".to_owned()));
    let app = json!({"name": "Orders", "url": "https://orders.kiln.test/", "inboxes": ["main"]});
    shop.ida.sends("POST", "/api/apps", &app).ok();
    let mia = shop.agent("mia");
    assert_eq!(mia.gets("/api/apps").ok()["apps"][0]["name"], "Orders");
    assert_eq!(mia.sends("POST", "/api/apps", &app).refusal(), (403, "forbidden".to_owned()));
    assert_eq!(mia.sends("DELETE", "/api/apps/orders", &json!({})).refusal(), (403, "forbidden".to_owned()));
}
