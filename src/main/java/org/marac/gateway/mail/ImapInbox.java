package org.marac.gateway.mail;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.FromStringTerm;
import jakarta.mail.search.SearchException;
import jakarta.mail.search.SearchTerm;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;

/** A mailbox on an IMAP server (RFC 9051), by TLS. */
final class ImapInbox implements Inbox {
    private static final String INBOX = "INBOX";

    private final Store store;
    private final Folder folder;
    private final String aside;

    private ImapInbox(Store store, Folder folder, String aside) {
        this.store = store;
        this.folder = folder;
        this.aside = aside;
    }

    /**
     * Where it is.
     *
     * @param life after which a connection to it ends, whatever is being done over it
     */
    record Server(MailSettings settings, Duration life) implements Opening {
        @Override
        public Inbox open() throws IOException {
            MailSettings.Server server = settings.imap();
            try {
                Store store = ServerSession.of("imap", server, settings.tls(), life)
                        .getStore(ServerSession.name("imap", server));
                store.connect(server.host(), server.port(), server.user(), server.password());
                return opened(store, settings.aside());
            } catch (MessagingException e) {
                throw failed(e);
            }
        }
    }

    private static Inbox opened(Store store, String aside) throws MessagingException {
        try {
            Folder folder = store.getFolder(INBOX);
            folder.open(Folder.READ_WRITE);
            return new ImapInbox(store, folder, aside);
        } catch (MessagingException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public List<Waiting> waiting() throws IOException {
        try {
            Message[] messages = folder.getMessages();
            FetchProfile profile = new FetchProfile();
            profile.add(UIDFolder.FetchProfileItem.UID);
            profile.add(FetchProfile.Item.FLAGS);
            folder.fetch(messages, profile);
            List<Waiting> waiting = new ArrayList<>();
            for (Message message : messages) {
                if (!message.isSet(Flags.Flag.DELETED) && message instanceof IMAPMessage mail) {
                    waiting.add(new Lying(mail, ((UIDFolder) folder).getUID(mail)));
                }
            }
            return waiting;
        } catch (MessagingException e) {
            throw failed(e);
        }
    }

    @Override
    public Set<String> from(String address) throws IOException {
        try {
            Set<String> places = new HashSet<>();
            for (int number : found(new FromStringTerm(address))) {
                places.add(Long.toString(((UIDFolder) folder).getUID(folder.getMessage(number))));
            }
            return places;
        } catch (MessagingException e) {
            throw failed(e);
        }
    }

    /** By the server or not at all: the library's own search fetches what a server does not look into. */
    private int[] found(SearchTerm term) throws MessagingException {
        Object found = ((IMAPFolder) folder).doCommand(protocol -> {
            try {
                return protocol.search(term);
            } catch (CommandFailedException | BadCommandException | SearchException unable) {
                return new int[0];
            }
        });
        return (int[]) found;
    }

    @Override
    public void close() throws IOException {
        try (Store closing = store) {
            if (folder.isOpen()) {
                folder.close(true);
            }
        } catch (MessagingException e) {
            throw failed(e);
        }
    }

    /** Without the library's message, which may quote the server's, and that a mail. */
    private static IOException failed(MessagingException e) {
        return new IOException(e.getClass().getSimpleName());
    }

    private final class Lying implements Waiting {
        private final IMAPMessage message;
        private final long uid;

        Lying(IMAPMessage message, long uid) {
            this.message = message;
            this.uid = uid;
        }

        @Override
        public String place() {
            return Long.toString(uid);
        }

        @Override
        public byte[] read(int most) throws IOException {
            message.setPeek(true);
            try (InputStream in = message.getMimeStream()) {
                return in.readNBytes(most);
            } catch (MessagingException e) {
                throw failed(e);
            }
        }

        @Override
        public void done() throws IOException {
            try {
                message.setFlag(Flags.Flag.DELETED, true);
            } catch (MessagingException e) {
                throw failed(e);
            }
        }

        @Override
        public void aside() throws IOException {
            try {
                Folder other = store.getFolder(aside);
                if (!other.exists()) {
                    other.create(Folder.HOLDS_MESSAGES);
                }
                folder.copyMessages(new Message[] {message}, other);
                message.setFlag(Flags.Flag.DELETED, true);
            } catch (MessagingException e) {
                throw failed(e);
            }
        }
    }
}
