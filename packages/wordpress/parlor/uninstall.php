<?php
/**
 * Takes the settings away with the plugin, on every site of a network.
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $parlor_site ) {
		switch_to_blog( $parlor_site );
		delete_option( 'parlor' );
		restore_current_blog();
	}
} else {
	delete_option( 'parlor' );
}
