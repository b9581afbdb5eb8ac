<?php
/**
 * Plugin Name: Parlor
 * Description: Puts the Parlor chat on every page of this site, and says who is signed in, if you want that.
 * Version: 0.2.0
 * Requires at least: 5.7
 * Requires PHP: 7.4
 * License: Apache-2.0 OR MIT
 * Text Domain: parlor
 * Domain Path: /languages
 *
 * The edge's address, the account, and one line of markup; on request a token in it that says who is signed in here.
 * Everything else about the chat is decided in Parlor's own console. Only administrators change the settings: who can name another account receives the visitors.
 */

defined( 'ABSPATH' ) || exit;

/** Words in the language of the site. */
function parlor_words() {
	load_plugin_textdomain( 'parlor', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
}
add_action( 'init', 'parlor_words' );

/** The settings, as they are kept: empty until somebody saved them. */
function parlor_settings() {
	$kept = get_option( 'parlor', array() );
	return wp_parse_args( is_array( $kept ) ? $kept : array(), array( 'edge' => '', 'account' => '', 'identify' => false, 'secret' => '' ) );
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
 * A secret as Parlor's console shows it once, or nothing.
 *
 * @param mixed $text What was typed.
 */
function parlor_clean_secret( $text ) {
	$text = is_string( $text ) ? trim( $text ) : '';
	return preg_match( '/^pvi_[a-z2-7]{52}$/D', $text ) ? $text : '';
}

/** What tokens are signed with: a constant in wp-config.php counts before what is kept in the database. */
function parlor_secret() {
	$settings = parlor_settings();
	return defined( 'PARLOR_SECRET' ) ? parlor_clean_secret( PARLOR_SECRET ) : $settings['secret'];
}

/**
 * All settings, cleaned. What is wrong is said and not kept. A secret is never shown again, so an empty field keeps it.
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
	$identify = ! empty( $given['identify'] );
	$kept     = parlor_settings();
	$typed    = isset( $given['secret'] ) && is_string( $given['secret'] ) ? trim( $given['secret'] ) : '';
	$secret   = '' === $typed ? $kept['secret'] : parlor_clean_secret( $typed );
	if ( '' !== $typed && '' === $secret ) {
		add_settings_error( 'parlor', 'secret', __( 'The secret must be the whole text that begins with pvi_.', 'parlor' ) );
	}
	// With the function switched off there is nothing to sign, and no reason to keep what could.
	return array( 'edge' => $edge, 'account' => $account, 'identify' => $identify, 'secret' => $identify ? $secret : '' );
}

/**
 * A JSON Web Token that says who somebody is, for an hour.
 *
 * @param string $secret  What it is signed with.
 * @param string $account The account it is for.
 * @param string $id      Who, by an id of this site.
 * @param string $email   Their address.
 * @param string $name    Their name.
 * @param int    $now     The time, in seconds.
 */
function parlor_token( $secret, $account, $id, $email, $name, $now ) {
	$encode = function ( $bytes ) {
		return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
	};
	$claims = array( 'sub' => $id, 'email' => $email, 'aud' => $account, 'iat' => $now, 'exp' => $now + 3600 );
	if ( '' !== $name ) {
		$claims['name'] = $name;
	}
	$text = $encode( '{"alg":"HS256","typ":"JWT"}' ) . '.' . $encode( wp_json_encode( $claims ) );
	return $text . '.' . $encode( hash_hmac( 'sha256', $text, $secret, true ) );
}

/** Says who is signed in here; nothing where nobody is, or where that is not wanted. */
function parlor_visitor() {
	$settings = parlor_settings();
	$secret   = parlor_secret();
	if ( ! $settings['identify'] || '' === $secret || ! is_user_logged_in() ) {
		return '';
	}
	$user = wp_get_current_user();
	return parlor_token( $secret, $settings['account'], 'wp-' . (int) $user->ID, $user->user_email, $user->display_name, time() );
}

/** A page that says who somebody is belongs to them: plugins that keep pages for others are told so. */
function parlor_keep_private() {
	if ( '' !== parlor_visitor() && ! defined( 'DONOTCACHEPAGE' ) ) {
		define( 'DONOTCACHEPAGE', true );
		nocache_headers();
	}
}
add_action( 'template_redirect', 'parlor_keep_private' );

/** The one line. The hook is never called on the sign-in page or in the administration. */
function parlor_print_snippet() {
	$settings = parlor_settings();
	if ( is_admin() || '' === $settings['edge'] || '' === $settings['account'] ) {
		return;
	}
	$line = array(
		'async'          => true,
		'src'            => esc_url( $settings['edge'] . '/embed/' . $settings['account'] . '.js' ),
		'referrerpolicy' => 'no-referrer-when-downgrade',
	);
	$visitor = parlor_visitor();
	if ( '' !== $visitor ) {
		$line['data-visitor'] = $visitor;
	}
	wp_print_script_tag( $line );
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
				<tr>
					<th scope="row"><?php esc_html_e( 'Who is signed in', 'parlor' ); ?></th>
					<td>
						<label for="parlor-identify"><input id="parlor-identify" name="parlor[identify]" type="checkbox" value="1"
							<?php checked( $settings['identify'] ); ?>>
							<?php esc_html_e( 'Say to the chat who is signed in on this site', 'parlor' ); ?></label>
						<p class="description"><?php esc_html_e( 'Agents then see their name and e-mail address. Mention it in your privacy policy.', 'parlor' ); ?></p>
					</td>
				</tr>
				<tr>
					<th scope="row"><label for="parlor-secret"><?php esc_html_e( 'Secret to sign with', 'parlor' ); ?></label></th>
					<td><input id="parlor-secret" name="parlor[secret]" type="password" class="regular-text" autocomplete="new-password"
						value="" <?php disabled( defined( 'PARLOR_SECRET' ) ); ?>>
						<p class="description"><?php echo esc_html( '' === parlor_secret() ? __( 'Parlor’s console makes it, under Settings › API & webhooks.', 'parlor' ) : __( 'There is one. Leave this empty to keep it.', 'parlor' ) ); ?></p></td>
				</tr>
			</table>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}
