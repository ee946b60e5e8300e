package org.marac.gateway.files;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the file server is to run.
 *
 * @param host where it listens
 * @param port SFTP; 0 takes a free one
 * @param directory where the agencies' folders and the server's own key lie
 * @param largest how many bytes one file may have
 * @param quota how many bytes may lie there for one agency
 * @param prove within which time whoever connects must have proved who it is, or is gone
 * @param idle after how long a silent session ends
 */
public record FileServerSettings(
        String host, int port, Path directory, long largest, long quota, Duration prove, Duration idle) {}
