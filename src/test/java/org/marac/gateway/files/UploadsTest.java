package org.marac.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** When an upload is finished, and what is too much. */
class UploadsTest {
    private static final AgencyId AGENCY = new AgencyId("wenbury-housing");
    private static final KeyOwners.Holder WHO = new KeyOwners.Holder(AGENCY, Digest.of(new byte[] {1}));
    private static final FileName TEMPORARY = new FileName("a.csv.tmp");
    private static final FileName FINAL = new FileName("a.csv");
    private static final int QUOTA = 200_000;

    static final KeyWrap KEYS = new KeyWrap() {
        @Override
        public Bytes wrap(byte[] key) {
            return Bytes.of(key);
        }

        @Override
        public byte[] unwrap(Bytes wrapped) {
            return wrapped.toArray();
        }
    };

    @TempDir
    Path directory;

    private Folders folders;
    private Uploads uploads;

    @BeforeEach
    void empty() throws IOException {
        folders = new Folders(directory, KEYS, Clock.systemUTC());
        folders.home(AGENCY);
        uploads = uploads(Clock.systemUTC());
    }

    private Uploads uploads(Clock clock) {
        return new Uploads(folders, 100_000, QUOTA, () -> {}, clock);
    }

    @Test
    void aFileThatIsRenamedIsTakenWithWhoWroteIt() throws IOException {
        write(TEMPORARY, "content");

        uploads.rename(AGENCY, TEMPORARY, FINAL);

        Taken taken = folders.waiting(AGENCY).get(0);
        assertThat(taken.name()).isEqualTo("a.csv");
        assertThat(taken.certificate()).isEqualTo(WHO.certificate());
        assertThat(taken.open().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("content");
        assertThat(folders.in(AGENCY)).isEmptyDirectory();
        taken.done();
        assertThat(folders.waiting(AGENCY)).isEmpty();
    }

    @Test
    void whatWasBegunUnderOneCertificateIsGoneOnWithUnderNoOther() throws IOException {
        write(TEMPORARY, "content");
        KeyOwners.Holder other = new KeyOwners.Holder(AGENCY, Digest.of(new byte[] {2}));

        assertThatThrownBy(() -> uploads.open(other, TEMPORARY, false)).isInstanceOf(AccessDeniedException.class);

        uploads.rename(AGENCY, TEMPORARY, FINAL);
        Taken taken = folders.waiting(AGENCY).get(0);
        assertThat(taken.certificate()).isEqualTo(WHO.certificate());
        assertThat(taken.open().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("content");
    }

    @Test
    void whatIsStillWrittenToIsNotTaken() throws IOException {
        CoveredFile open = uploads.open(WHO, TEMPORARY, true);
        open.write(ByteBuffer.wrap(new byte[10]));

        assertThatThrownBy(() -> uploads.rename(AGENCY, TEMPORARY, FINAL)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> uploads.remove(AGENCY, TEMPORARY)).isInstanceOf(IOException.class);
        open.close();
        uploads.closed(AGENCY, TEMPORARY);

        uploads.rename(AGENCY, TEMPORARY, FINAL);
        assertThat(folders.waiting(AGENCY)).hasSize(1);
    }

    @Test
    void aControlFileThatWasTornHoldsUpNoOther() throws IOException {
        write(FINAL, "content");
        Files.write(folders.in(AGENCY).resolve("torn.csv.done"), new byte[40]);
        write(new FileName("torn.csv"), "half");
        write(new FileName("z.csv"), "content");
        write(new FileName("a.csv.done"), Bytes.utf8("content").digest().hex());
        write(new FileName("z.csv.ctl"), Bytes.utf8("content").digest().hex() + "  z.csv\n");

        uploads.takeFinished(AGENCY);

        assertThat(folders.waiting(AGENCY)).extracting(Taken::name).containsExactly("a.csv", "z.csv");
        assertThat(folders.in(AGENCY).resolve("torn.csv")).exists();
    }

    @Test
    void whatWasNeverSaidToBeFinishedIsToldOnce() throws IOException {
        write(FINAL, "content");
        write(TEMPORARY, "content");
        Path told = directory.resolve("agencies/wenbury-housing/out/a.csv.ack.csv");
        uploads.tellUnfinished(AGENCY);
        assertThat(told).as("it may be going on").doesNotExist();

        Uploads later = uploads(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(11)));
        later.tellUnfinished(AGENCY);

        assertThat(Files.readAllLines(told)).last().isEqualTo("0,not-read,no,not-finished,,,,");
        assertThat(told.resolveSibling("a.csv.tmp.ack.csv")).doesNotExist();
        Files.delete(told);
        later.tellUnfinished(AGENCY);
        assertThat(told).doesNotExist();
    }

    @Test
    void noFileAndNoAgencyGrowsBeyondItsBounds() throws IOException {
        assertThatThrownBy(() -> write(TEMPORARY, "x".repeat(100_001))).hasMessageContaining("larger");
        uploads.remove(AGENCY, TEMPORARY);
        write(new FileName("1.tmp"), "x".repeat(90_000));
        write(new FileName("2.tmp"), "x".repeat(90_000));
        assertThatThrownBy(() -> write(new FileName("3.tmp"), "x".repeat(90_000)))
                .hasMessageContaining("More lies here");
    }

    @Test
    void filesOfNothingAreCountedTooUnfinishedOrWaiting() throws IOException {
        for (int i = 0; i < Uploads.MOST_FILES / 2; i++) {
            write(new FileName(i + ".tmp"), "");
            Files.createDirectories(directory.resolve("taken/wenbury-housing/" + i));
        }
        assertThatThrownBy(() -> write(new FileName("one-more.tmp"), "")).hasMessageContaining("More files lie here");
        uploads.remove(AGENCY, new FileName("0.tmp"));
        write(new FileName("one-more.tmp"), "");
    }

    @Test
    void whatIsNotThereIsRenamedAsOftenAsAnybodyLikesAndTheAgencyStillUploads() throws IOException {
        for (int i = 0; i <= Uploads.MOST_FILES; i++) {
            assertThatThrownBy(() -> uploads.rename(AGENCY, TEMPORARY, FINAL)).isInstanceOf(NoSuchFileException.class);
        }
        assertThat(directory.resolve("taken/wenbury-housing")).isEmptyDirectory();
        write(TEMPORARY, "content");
        uploads.rename(AGENCY, TEMPORARY, FINAL);

        assertThat(folders.waiting(AGENCY)).extracting(Taken::name).containsExactly("a.csv");
    }

    @Test
    void whatWasLeftHalfMadeIsTakenAway() throws IOException {
        write(TEMPORARY, "content");
        uploads.rename(AGENCY, TEMPORARY, FINAL);
        Path half = Files.createDirectories(directory.resolve("taken/wenbury-housing/0000000000000000001"));
        Files.writeString(half.resolve(".ack"), "row");
        Files.writeString(Files.createDirectories(directory.resolve("fresh")).resolve("out1"), "half");

        folders.clean();

        assertThat(half).doesNotExist();
        assertThat(directory.resolve("fresh")).isEmptyDirectory();
        assertThat(folders.waiting(AGENCY)).hasSize(1);
    }

    @Test
    void aDisclosureComesWithADigestThatSha256sumChecks() throws IOException {
        Bytes sealed = Bytes.utf8("sealed");

        folders.disclose(AGENCY, 41, sealed);

        Path there = directory.resolve("agencies/wenbury-housing/out/disclosures");
        assertThat(Files.readAllBytes(there.resolve("41.cms"))).isEqualTo(sealed.toArray());
        assertThat(Files.readAllLines(there.resolve("41.cms.sha256")))
                .isEqualTo(List.of(sealed.digest().hex() + "  41.cms"));
    }

    private void write(FileName name, String content) throws IOException {
        try (CoveredFile file = uploads.open(WHO, name, true)) {
            file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        } finally {
            uploads.closed(AGENCY, name);
        }
    }
}
