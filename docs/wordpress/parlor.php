<?php
/**
 * Plugin Name: Parlor
 * Description: Puts the snippet of the Parlor chat on every page of this site.
 * Version: 0.1.0
 * Requires at least: 5.7
 * Requires PHP: 7.4
 * License: Apache-2.0 OR MIT
 *
 * Two settings, the edge's address and the account, and one line of markup. Everything else about the chat is decided in
 * Parlor's own console. Only administrators change the settings: who can name another account receives the visitors.
 */

defined( 'ABSPATH' ) || exit;

/** The settings, as they are kept. Both empty until somebody saved them. */
function parlor_settings() {
	$kept = get_option( 'parlor', array() );
	return wp_parse_args( is_array( $kept ) ? $kept : array(), array( 'edge' => '', 'account' => '' ) );
}

/**
 * An origin such as https://chat.example.com, or nothing.
 *
 * @param mixed $text What was typed.
 */
function parlor_clean_edge( $text ) {
	$parts = wp_parse_url( is_string( $text ) ? trim( $text ) : '' );
	if ( empty( $parts['scheme'] ) || empty( $parts['host'] ) || ! preg_match( '/^[a-z0-9.-]+$/i', $parts['host'] ) ) {
		return '';
	}
	// Plain http is for trying things out on this machine; elsewhere browsers would block it on a https page anyway.
	$local = in_array( $parts['host'], array( 'localhost', '127.0.0.1' ), true );
	if ( 'https' !== $parts['scheme'] && ! ( $local && 'http' === $parts['scheme'] ) ) {
		return '';
	}
	$port = isset( $parts['port'] ) ? ':' . (int) $parts['port'] : '';
	return $parts['scheme'] . '://' . strtolower( $parts['host'] ) . $port;
}

/**
 * An account's id, or nothing.
 *
 * @param mixed $text What was typed.
 */
function parlor_clean_account( $text ) {
	$text = is_string( $text ) ? trim( $text ) : '';
	return preg_match( '/^[a-z0-9][a-z0-9-]{0,39}$/D', $text ) ? $text : '';
}

/**
 * Both settings, cleaned. What is wrong is said and not kept.
 *
 * @param mixed $given What the form sent.
 */
function parlor_clean( $given ) {
	$given   = is_array( $given ) ? $given : array();
	$edge    = parlor_clean_edge( isset( $given['edge'] ) ? $given['edge'] : '' );
	$account = parlor_clean_account( isset( $given['account'] ) ? $given['account'] : '' );
	if ( '' === $edge ) {
		add_settings_error( 'parlor', 'edge', __( 'The address must look like https://chat.example.com.', 'parlor' ) );
	}
	if ( '' === $account ) {
		add_settings_error( 'parlor', 'account', __( 'The account is 1 to 40 of a-z, 0-9 and hyphen.', 'parlor' ) );
	}
	return array( 'edge' => $edge, 'account' => $account );
}

/** The one line. */
function parlor_print_snippet() {
	$settings = parlor_settings();
	if ( '' === $settings['edge'] || '' === $settings['account'] ) {
		return;
	}
	wp_print_script_tag(
		array(
			'async'          => true,
			'src'            => esc_url( $settings['edge'] . '/embed/' . $settings['account'] . '.js' ),
			'referrerpolicy' => 'no-referrer-when-downgrade',
		)
	);
}
add_action( 'wp_footer', 'parlor_print_snippet' );

/** WordPress checks the form's nonce and the right to send it (manage_options) by itself. */
function parlor_register() {
	register_setting( 'parlor', 'parlor', array( 'type' => 'array', 'sanitize_callback' => 'parlor_clean' ) );
}
add_action( 'admin_init', 'parlor_register' );

/** Settings, Parlor. */
function parlor_menu() {
	add_options_page( 'Parlor', 'Parlor', 'manage_options', 'parlor', 'parlor_page' );
}
add_action( 'admin_menu', 'parlor_menu' );

/** The form. */
function parlor_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$settings = parlor_settings();
	?>
	<div class="wrap">
		<h1>Parlor</h1>
		<p><?php esc_html_e( 'The address and the account stand in the snippet that the console shows.', 'parlor' ); ?></p>
		<form action="options.php" method="post">
			<?php settings_fields( 'parlor' ); ?>
			<table class="form-table" role="presentation">
				<tr>
					<th scope="row"><label for="parlor-edge"><?php esc_html_e( 'Address of the edge', 'parlor' ); ?></label></th>
					<td><input id="parlor-edge" name="parlor[edge]" type="url" class="regular-text" required
						placeholder="https://chat.example.com" value="<?php echo esc_attr( $settings['edge'] ); ?>"></td>
				</tr>
				<tr>
					<th scope="row"><label for="parlor-account"><?php esc_html_e( 'Account', 'parlor' ); ?></label></th>
					<td><input id="parlor-account" name="parlor[account]" type="text" class="regular-text" required
						pattern="[a-z0-9][a-z0-9-]{0,39}" value="<?php echo esc_attr( $settings['account'] ); ?>"></td>
				</tr>
			</table>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}
