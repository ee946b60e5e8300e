package org.marac.gateway.files;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.marac.gateway.model.AgencyId;

/**
 * What may an agency do in its folders? Write, rename and take back uploads, read and remove answers; nothing else, whatever
 * the SFTP protocol offers.
 */
final class Access implements SftpFileSystemAccessor {
    private final Uploads uploads;
    private final KeyOwners owners;

    Access(Uploads uploads, KeyOwners owners) {
        this.uploads = uploads;
        this.owners = owners;
    }

    @Override
    public SeekableByteChannel openFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Set<? extends OpenOption> options,
            FileAttribute<?>... attrs)
            throws IOException {
        Spot spot = Spot.of(file);
        if (spot.isUpload() && options.contains(StandardOpenOption.WRITE)) {
            boolean anew = options.contains(StandardOpenOption.TRUNCATE_EXISTING)
                    || options.contains(StandardOpenOption.CREATE_NEW);
            CoveredFile opened = uploads.open(who(subsystem), spot.name().orElseThrow(), anew);
            if (options.contains(StandardOpenOption.APPEND)) {
                opened.position(opened.size());
            }
            return opened;
        }
        if (spot.isAnswer() && Set.of(StandardOpenOption.READ).equals(options)) {
            requireReceives(subsystem, spot);
            return Files.newByteChannel(file, options);
        }
        throw denied();
    }

    @Override
    public void closeFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Channel channel,
            Set<? extends OpenOption> options)
            throws IOException {
        try {
            channel.close();
        } finally {
            if (channel instanceof CoveredFile) {
                // Whoever it is now: what was opened is counted until it is closed.
                AgencyId agency =
                        FileServer.holder(subsystem.getServerSession()).agency();
                uploads.closed(agency, Spot.of(file).name().orElseThrow());
            }
        }
    }

    @Override
    public DirectoryStream<Path> openDirectory(
            SftpSubsystemProxy subsystem, DirectoryHandle dirHandle, Path dir, String handle, LinkOption... options)
            throws IOException {
        Spot spot = Spot.of(dir);
        if (!spot.isFolder()) {
            throw denied();
        }
        requireReceives(subsystem, spot);
        return Files.newDirectoryStream(dir);
    }

    @Override
    public void renameFile(SftpSubsystemProxy subsystem, Path oldPath, Path newPath, Collection<CopyOption> opts)
            throws IOException {
        Spot from = Spot.of(oldPath);
        Spot to = Spot.of(newPath);
        if (!from.isUpload() || !to.isUpload()) {
            throw denied();
        }
        uploads.rename(
                who(subsystem).agency(), from.name().orElseThrow(), to.name().orElseThrow());
    }

    @Override
    public void removeFile(SftpSubsystemProxy subsystem, Path path, boolean isDirectory) throws IOException {
        Spot spot = Spot.of(path);
        if (isDirectory || !spot.isUpload() && !spot.isAnswer()) {
            throw denied();
        }
        if (spot.isUpload()) {
            uploads.remove(who(subsystem).agency(), spot.name().orElseThrow());
        } else {
            requireReceives(subsystem, spot);
            Files.delete(path);
        }
    }

    /** How long a file is as the agency knows it, which is not how long it is on our disk. */
    @Override
    public NavigableMap<String, Object> resolveReportedFileAttributes(
            SftpSubsystemProxy subsystem,
            Path file,
            int flags,
            NavigableMap<String, Object> attrs,
            LinkOption... options) {
        if (Spot.of(file).isUpload() && attrs.get("size") instanceof Number covered) {
            attrs.put("size", CoveredFile.plainSize(covered.longValue()));
        }
        return attrs;
    }

    @Override
    public void createDirectory(SftpSubsystemProxy subsystem, Path path) throws IOException {
        throw denied();
    }

    @Override
    public void createLink(SftpSubsystemProxy subsystem, Path link, Path existing, boolean symLink) throws IOException {
        throw denied();
    }

    @Override
    public String resolveLinkTarget(SftpSubsystemProxy subsystem, Path link) throws IOException {
        throw denied();
    }

    @Override
    public void copyFile(SftpSubsystemProxy subsystem, Path src, Path dst, Collection<CopyOption> opts)
            throws IOException {
        throw denied();
    }

    // Times, modes and owners: many clients set them after an upload and take a no for a failed upload. Nothing comes
    // of it.

    @Override
    public void setFileAttribute(
            SftpSubsystemProxy subsystem,
            Path file,
            String view,
            String attribute,
            Object value,
            LinkOption... options) {}

    @Override
    public void setFileOwner(SftpSubsystemProxy subsystem, Path file, Principal value, LinkOption... options) {}

    @Override
    public void setGroupOwner(SftpSubsystemProxy subsystem, Path file, Principal value, LinkOption... options) {}

    @Override
    public void setFilePermissions(
            SftpSubsystemProxy subsystem, Path file, Set<PosixFilePermission> perms, LinkOption... options) {}

    @Override
    public void setFileAccessControl(
            SftpSubsystemProxy subsystem, Path file, List<AclEntry> acl, LinkOption... options) {}

    private KeyOwners.Holder who(SftpSubsystemProxy subsystem) throws IOException {
        KeyOwners.Holder holder = FileServer.holder(subsystem.getServerSession());
        if (!holder.isIn(owners)) {
            throw denied();
        }
        return holder;
    }

    /** Answers are whose key is good; disclosures only whose agency still takes part. */
    private void requireReceives(SftpSubsystemProxy subsystem, Spot spot) throws IOException {
        KeyOwners.Holder who = who(subsystem);
        if (spot.area() == Spot.Area.DISCLOSURES && !owners.receives(who.certificate())) {
            throw denied();
        }
    }

    private static AccessDeniedException denied() {
        return new AccessDeniedException("not here");
    }
}
