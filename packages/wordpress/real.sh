#!/usr/bin/env bash
# The plugin in a real WordPress: Debian's, with a database of its own in a folder that goes away afterwards. By hand, in about
# half a minute; says so and ends well where the packages are not installed:
#   apt-get install --no-install-recommends php-cli php-mysql wordpress mariadb-server curl
set -euo pipefail
cd "$(dirname "$0")"
for program in php mariadbd mariadb-install-db curl; do
  command -v "$program" >/dev/null || { echo "skipped: $program is not installed"; exit 0; }
done
[ -f /usr/share/wordpress/wp-settings.php ] || { echo "skipped: wordpress is not installed"; exit 0; }
php -r 'exit( (int) ! extension_loaded( "mysqli" ) );' || { echo "skipped: php-mysql is not installed"; exit 0; }

folder=$(mktemp -d)
children=()
tidy() {
  for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap tidy EXIT

owner=$(id -un)
mariadb-install-db --no-defaults --user="$owner" --datadir="$folder/db" --auth-root-authentication-method=normal >/dev/null 2>&1
mariadbd --no-defaults --user="$owner" --datadir="$folder/db" --socket="$folder/db.sock" --skip-networking --pid-file="$folder/db.pid" \
  >"$folder/db.log" 2>&1 &
children+=($!)
for _ in $(seq 100); do [ -S "$folder/db.sock" ] && break; sleep 0.1; done
echo 'CREATE DATABASE wp' | mariadb --no-defaults --socket="$folder/db.sock" --user=root

cp -rL /usr/share/wordpress "$folder/site" 2>/dev/null || true
rm -rf "$folder/site/wp-config.php" "$folder/site/wp-content/plugins/parlor"
mkdir -p "$folder/site/wp-content/plugins"
cp -r parlor "$folder/site/wp-content/plugins/parlor"
# A theme of three lines: Debian keeps those of WordPress in packages of their own.
theme="$folder/site/wp-content/themes/plain"
mkdir -p "$theme"
echo '/* Theme Name: Plain */' >"$theme/style.css"
echo '<!doctype html><html><head><?php wp_head(); ?></head><body <?php body_class(); ?>><?php wp_footer(); ?></body></html>' >"$theme/index.php"
port=$((20000 + RANDOM % 20000))
cat >"$folder/site/wp-config.php" <<PHP
<?php
define( 'DB_NAME', 'wp' ); define( 'DB_USER', 'root' ); define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:$folder/db.sock' ); define( 'DB_CHARSET', 'utf8mb4' ); define( 'DB_COLLATE', '' );
foreach ( array( 'AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT' ) as \$name ) {
	define( \$name, hash( 'sha256', \$name . '$folder' ) );
}
define( 'WP_HOME', 'http://127.0.0.1:$port' ); define( 'WP_SITEURL', WP_HOME );
define( 'WP_DEBUG', true ); define( 'WP_DEBUG_LOG', '$folder/php.log' ); define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEFAULT_THEME', 'plain' ); define( 'DISABLE_WP_CRON', true ); define( 'WP_HTTP_BLOCK_EXTERNAL', true );
\$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) { define( 'ABSPATH', __DIR__ . '/' ); }
require_once ABSPATH . 'wp-settings.php';
PHP
(cd "$folder/site" && php -r '
  define( "WP_INSTALLING", true ); $_SERVER["HTTP_HOST"] = "127.0.0.1";
  require "wp-load.php"; require ABSPATH . "wp-admin/includes/upgrade.php";
  wp_install( "Kiln", "ada", "ada@kiln.example", true, "", "a-long-password" );' >/dev/null 2>&1)
(cd "$folder/site" && php -r '$_SERVER["HTTP_HOST"] = "127.0.0.1"; require "wp-load.php"; require ABSPATH . "wp-admin/includes/plugin.php";
  $error = activate_plugin( "parlor/parlor.php" ); if ( is_wp_error( $error ) ) { exit( $error->get_error_message() ); }')
php -S "127.0.0.1:$port" -t "$folder/site" >"$folder/http.log" 2>&1 &
children+=($!)
site="http://127.0.0.1:$port"
for _ in $(seq 100); do curl -s -o /dev/null "$site/wp-login.php" && break; sleep 0.1; done

says() { # says WHAT NUMBER TEXT < page: how often the text is in it
  local got; got=$(grep -cF -- "$3" || true)
  if [ "$got" != "$2" ]; then echo "FAILED: $1: $got times: $3"; exit 1; fi
  echo "ok: $1"
}
# How `async` is written is the theme's to say: async, or async="async".
line='src="https://chat.example.com/embed/kiln.js" referrerpolicy="no-referrer-when-downgrade"'
curl -s "$site/" | says "before it is set there is no line" 0 '/embed/'

jar="$folder/jar"
curl -s -o /dev/null -c "$jar" "$site/wp-login.php"
curl -s -o /dev/null -b "$jar" -c "$jar" --data-urlencode log=ada --data-urlencode pwd=a-long-password -d testcookie=1 "$site/wp-login.php"
form=$(curl -s -b "$jar" "$site/wp-admin/options-general.php?page=parlor")
says "the settings have a page" 1 'id="parlor-edge"' <<<"$form"
nonce=$(sed -n 's/.*name="_wpnonce" value="\([^"]*\)".*/\1/p' <<<"$form" | head -1)
secret="pvi_$(printf 'k7%.0s' $(seq 26))"
save() { # save NONCE [jar]
  curl -s -L ${2:+-b "$2"} -d option_page=parlor -d action=update -d "_wpnonce=$1" --data-urlencode 'parlor[edge]=https://chat.example.com' \
    -d 'parlor[account]=kiln' -d 'parlor[identify]=1' --data-urlencode "parlor[secret]=$secret" "$site/wp-admin/options.php"
}
save wrong "$jar" | says "a form without our nonce saves nothing" 0 'value="kiln"'
curl -s "$site/" | says "so there is no line" 0 '/embed/'
save "$nonce" >/dev/null
curl -s "$site/" | says "a stranger saves nothing" 0 '/embed/'
page=$(save "$nonce" "$jar" >/dev/null; curl -s -b "$jar" "$site/wp-admin/options-general.php?page=parlor")
says "the account is kept" 1 'value="kiln"' <<<"$page"
says "the secret is shown to nobody" 0 "$secret" <<<"$page"
says "and there is no line in the administration" 0 '/embed/' <<<"$page"
curl -s "$site/" | says "every page has the line" 1 "$line"
curl -s "$site/" | says "which keeps nothing waiting" 1 '<script async'
curl -s "$site/" | says "and names nobody" 0 'data-visitor'
curl -s "$site/?s=kiln" | says "the search has it" 1 "$line"
curl -s "$site/wp-login.php" | says "the sign-in page has none" 0 '/embed/'
curl -s -b "$jar" "$site/" | says "who is signed in is named" 1 "$line data-visitor="
curl -s -b "$jar" -D - -o /dev/null "$site/" | grep -i '^cache-control' | says "and the page is kept for nobody else" 1 'no-cache'
(cd "$folder/site" && php -r '$_SERVER["HTTP_HOST"] = "127.0.0.1"; require "wp-load.php"; require ABSPATH . "wp-admin/includes/plugin.php";
  deactivate_plugins( "parlor/parlor.php" ); uninstall_plugin( "parlor/parlor.php" ); echo "kept: ", var_export( get_option( "parlor" ), true ), "\n";') \
  | says "uninstalled, nothing is left" 1 'kept: false'
if grep -q parlor "$folder/php.log" 2>/dev/null; then echo "FAILED: PHP said:"; grep parlor "$folder/php.log"; exit 1; fi
echo "all well, in WordPress $(sed -n "s/^.wp_version = '\(.*\)';/\1/p" /usr/share/wordpress/wp-includes/version.php) and PHP $(php -r 'echo PHP_VERSION;')"
