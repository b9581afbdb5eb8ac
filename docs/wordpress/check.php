<?php
/**
 * Runs parlor.php without WordPress: `php docs/wordpress/check.php`. The functions below stand in for those it calls.
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
function settings_fields() {}
function submit_button() {}
function register_setting() {}
function add_options_page() {}

require __DIR__ . '/parlor.php';

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
check( 'what is wrong is not kept', parlor_clean( 'x' ), array( 'edge' => '', 'account' => '' ) );
check( 'and said', $errors, array( 'edge', 'account' ) );

$option = parlor_clean( array( 'edge' => 'https://chat.example.com/', 'account' => 'kiln' ) );
$line   = '<script async src="https://chat.example.com/embed/kiln.js" referrerpolicy="no-referrer-when-downgrade"></script>';
check( 'the line', trim( printed( $actions['wp_footer'] ) ), $line );
check( 'the form', substr_count( printed( 'parlor_page' ), 'value="' ), 2 );
echo "ok\n";
