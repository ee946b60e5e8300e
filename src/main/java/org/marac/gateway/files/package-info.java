/** The agencies' folders: an SFTP server whose uploads lie encrypted, what is taken from them and what is put there. */
@NullMarked
package org.marac.gateway.files;

import org.jspecify.annotations.NullMarked;
