<?php
/**
 * Runs the plugin without WordPress: `php packages/wordpress/check.php`. The functions below stand in for those it calls.
 */

define( 'ABSPATH', __DIR__ );
$actions = array();
$option  = array();
$errors  = array();

// A warning would stand on somebody's page.
set_error_handler(
	function ( $level, $message, $file, $line ) {
		throw new ErrorException( $message, 0, $level, $file, $line );
	}
);

function add_action( $hook, $function ) {
	$GLOBALS['actions'][ $hook ] = $function;
}
function get_option( $name, $otherwise ) {
	return $GLOBALS['option'] ? $GLOBALS['option'] : $otherwise;
}
function wp_parse_args( $given, $otherwise ) {
	return array_merge( $otherwise, $given );
}
function wp_parse_url( $text ) {
	return parse_url( $text );
}
function add_settings_error( $setting, $code, $message ) {
	$GLOBALS['errors'][] = $code;
}
function __( $text ) {
	return $text;
}
function esc_html_e( $text ) {
	echo esc_attr( $text );
}
function esc_attr( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES );
}
function esc_url( $text ) {
	return esc_attr( $text );
}
function wp_print_script_tag( $attributes ) {
	$written = '';
	foreach ( $attributes as $name => $value ) {
		$written .= true === $value ? " $name" : " $name=\"" . esc_attr( $value ) . '"';
	}
	echo "<script$written></script>\n";
}
function current_user_can( $right ) {
	return 'manage_options' === $right;
}
function esc_html( $text ) {
	return esc_attr( $text );
}
function checked( $is ) {
	echo $is ? 'checked' : '';
}
function disabled( $is ) {
	echo $is ? 'disabled' : '';
}
function load_plugin_textdomain() {}
function plugin_basename( $file ) {
	return 'parlor/' . basename( $file );
}
function wp_json_encode( $value ) {
	return json_encode( $value );
}
$user  = null;
$admin = false;
$told  = 0;
function is_user_logged_in() {
	return null !== $GLOBALS['user'];
}
function wp_get_current_user() {
	return $GLOBALS['user'];
}
function is_admin() {
	return $GLOBALS['admin'];
}
function nocache_headers() {
	++$GLOBALS['told'];
}
function is_multisite() {
	return false;
}
function delete_option( $name ) {
	$GLOBALS['deleted'][] = $name;
}
function settings_fields() {}
function submit_button() {}
function register_setting() {}
function add_options_page() {}

require __DIR__ . '/parlor/parlor.php';

/** What a function prints. */
function printed( $function ) {
	ob_start();
	$function();
	return ob_get_clean();
}

function check( $what, $got, $expected ) {
	if ( $got !== $expected ) {
		fwrite( STDERR, "$what: " . var_export( $got, true ) . ' is not ' . var_export( $expected, true ) . "\n" );
		exit( 1 );
	}
}

check( 'nothing is set', printed( $actions['wp_footer'] ), '' );

$edges = array(
	'https://chat.example.com'         => 'https://chat.example.com',
	' https://Chat.Example.com/embed ' => 'https://chat.example.com',
	'https://chat.example.com:8443/'   => 'https://chat.example.com:8443',
	'http://127.0.0.1:8787'            => 'http://127.0.0.1:8787',
	'http://chat.example.com'          => '',
	'javascript://chat.example.com'    => '',
	'//chat.example.com'               => '',
	'chat.example.com'                 => '',
	'https://a"><b'                    => '',
	'https://'                         => '',
	''                                 => '',
);
foreach ( $edges as $typed => $kept ) {
	check( "edge $typed", parlor_clean_edge( $typed ), $kept );
}
foreach ( array( 'kiln' => 'kiln', ' kiln-2 ' => 'kiln-2', 'Kiln' => '', '-kiln' => '', 'a/b' => '', "a\nb" => '' ) as $typed => $kept ) {
	check( "account $typed", parlor_clean_account( $typed ), $kept );
}
check( 'no text at all', parlor_clean_edge( array() ) . parlor_clean_account( null ), '' );
check( 'what is wrong is not kept', parlor_clean( 'x' ), array( 'edge' => '', 'account' => '', 'identify' => false, 'secret' => '' ) );
check( 'and said', $errors, array( 'edge', 'account' ) );

$option = parlor_clean( array( 'edge' => 'https://chat.example.com/', 'account' => 'kiln' ) );
$line   = '<script async src="https://chat.example.com/embed/kiln.js" referrerpolicy="no-referrer-when-downgrade"></script>';
check( 'the line', trim( printed( $actions['wp_footer'] ) ), $line );
$admin = true;
check( 'in the administration', printed( $actions['wp_footer'] ), '' );
$admin = false;
$form  = printed( 'parlor_page' );
check( 'the form', substr_count( $form, 'value="' ), 4 );

// Who is signed in is nobody's business until somebody wants that, and there is a secret.
$user = (object) array( 'ID' => 7, 'user_email' => 'sofia@example.com', 'display_name' => 'Söfia "B" <b>' );
check( 'not asked for', trim( printed( $actions['wp_footer'] ) ), $line );
$secret = 'pvi_' . str_repeat( 'k7', 26 );
$given  = array( 'edge' => 'https://chat.example.com', 'account' => 'kiln', 'identify' => '1' );
$option = parlor_clean( $given );
check( 'without a secret', trim( printed( $actions['wp_footer'] ) ), $line );
$errors = array();
foreach ( array( 'x', 'pvi_', $secret . 'x', "pvi_\n" ) as $wrong ) {
	check( "secret $wrong", parlor_clean( array( 'secret' => $wrong ) + $given )['secret'], '' );
}
check( 'said each time', $errors, array_fill( 0, 4, 'secret' ) );
$option = parlor_clean( array( 'secret' => " $secret " ) + $given );
check( 'an empty field keeps it', parlor_clean( array( 'secret' => '' ) + $given )['secret'], $secret );
check( 'it is shown to nobody', strpos( printed( 'parlor_page' ), $secret ), false );
$known = printed( $actions['wp_footer'] );
check( 'a line that says who it is', preg_match( '/^<script async src="[^"]+" referrerpolicy="[^"]+" data-visitor="([\w.-]+)"><\/script>$/D', trim( $known ), $found ), 1 );
list( $header, $claims, $signature ) = explode( '.', $found[1] );
$decode = function ( $text ) {
	return base64_decode( strtr( $text, '-_', '+/' ) );
};
check( 'the kind', json_decode( $decode( $header ), true ), array( 'alg' => 'HS256', 'typ' => 'JWT' ) );
check( 'the signature', $decode( $signature ), hash_hmac( 'sha256', "$header.$claims", $secret, true ) );
$claims = json_decode( $decode( $claims ), true );
check( 'an hour', $claims['exp'] - $claims['iat'], 3600 );
unset( $claims['exp'], $claims['iat'] );
check( 'who', $claims, array( 'sub' => 'wp-7', 'email' => 'sofia@example.com', 'aud' => 'kiln', 'name' => 'Söfia "B" <b>' ) );
$actions['template_redirect']();
check( 'kept for nobody else', array( defined( 'DONOTCACHEPAGE' ), $told ), array( true, 1 ) );
$user = null;
check( 'signed out', trim( printed( $actions['wp_footer'] ) ), $line );
check( 'switched off, the secret is gone', parlor_clean( array( 'edge' => 'https://chat.example.com', 'account' => 'kiln' ) )['secret'], '' );

// Every word can be translated, and what is left behind is nothing.
$source = file_get_contents( __DIR__ . '/parlor/parlor.php' );
$words  = file_get_contents( __DIR__ . '/parlor/languages/parlor.pot' );
preg_match_all( "/(?:__|esc_html_e)\( '([^']+)', 'parlor' \)/", $source, $texts );
check( 'there are words', count( $texts[1] ) > 8, true );
foreach ( $texts[1] as $text ) {
	check( "the words $text", strpos( $words, 'msgid "' . $text . '"' ) !== false, true );
}
define( 'WP_UNINSTALL_PLUGIN', 'parlor/parlor.php' );
require __DIR__ . '/parlor/uninstall.php';
check( 'nothing is left', $deleted, array( 'parlor' ) );

if ( isset( $argv[1] ) ) {
	// For whoever wants to see a token counted: the secret, the account.
	echo parlor_token( $argv[1], $argv[2], 'wp-7', 'sofia@example.com', 'Sofia', time() ), "\n";
}
echo "ok\n";
