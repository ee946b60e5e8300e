package org.marac.gateway.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.MailPerson;
import org.marac.gateway.kit.MailServer;
import org.marac.gateway.kit.Mime;

/** The hospital by mail: signed by OpenSSL, a table of one row attached; answered by a signed and encrypted mail. */
final class Mails implements AutoCloseable {
    private static final String GATEWAY = "marac@gateway.example";
    private static final String HOSPITAL = "safeguarding@hospital.example";

    private final MailPerson nurse;
    private final MailServer server;

    Mails(Path directory) {
        this.nurse = MailPerson.of(directory, HOSPITAL);
        this.server = MailServer.with(directory, GATEWAY, HOSPITAL);
    }

    /** The protocol in which the hospital may send by mail. */
    String in(String protocol) {
        return HeldArea.withMail(protocol, DoorCallers.HOSPITAL.value(), nurse);
    }

    /** Puts the hospital's certificate where the area's trust is read from. */
    void certify(Path area) throws IOException {
        Files.copy(nurse.certificate(), area.resolve("trust/certificates/hospital-mail.crt"));
    }

    /** The gateway's mailbox, and what else it is started with. */
    String[] settings(String... more) {
        return server.settings(GATEWAY, more);
    }

    /** A mail around each row. */
    List<byte[]> signed(List<byte[]> rows) {
        List<byte[]> mails = new ArrayList<>();
        for (byte[] row : rows) {
            byte[] table = MailPerson.joined(DoorMessages.HEADER, row);
            mails.add(nurse.mail(GATEWAY, nurse.signed(Mime.multipart(GATEWAY, Mime.part("rows.csv", table)))));
        }
        return mails;
    }

    /** From the mailbox they lie in to the last answer in the hospital's. */
    void send(List<byte[]> mails) {
        server.clear();
        mails.forEach(mail -> server.lay(GATEWAY, mail));
        Awaitility.await()
                .atMost(Duration.ofHours(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> server.count(HOSPITAL) == mails.size());
    }

    @Override
    public void close() {
        server.close();
    }
}
