package org.marac.gateway.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An agency as the protocol names it.
 *
 * @param id its identifier in every version
 * @param name its name for people
 * @param sector police, health, children, adults, housing, probation, education, substance-misuse, idva, fire or coordination
 * @param controller the data controller in law (UK GDPR Article 4(7))
 * @param regime under which law it processes
 * @param relevantAuthority whether it is a relevant authority under section 115 of the Crime and Disorder Act 1998
 * @param publicAuthority whether it is a public authority (Data Protection Act 2018 section 7)
 * @param contact the single point of contact, a function and not a person
 * @param certificates the certificates it uses, each pinned
 * @param channels the doors it uses
 * @param alsoKnownAs other names people write for it, for example of its teams and predecessors
 * @param officers who of it handles what it receives; nobody close to a case may
 * @param alternate who receives instead where a person of the case works there
 */
public record Party(
        AgencyId id,
        String name,
        String sector,
        String controller,
        Regime regime,
        boolean relevantAuthority,
        boolean publicAuthority,
        String contact,
        List<PinnedCertificate> certificates,
        List<Channel> channels,
        List<String> alsoKnownAs,
        List<Officer> officers,
        Optional<Alternate> alternate) {

    public Party {
        certificates = List.copyOf(certificates);
        channels = List.copyOf(channels);
        alsoKnownAs = List.copyOf(alsoKnownAs);
        officers = List.copyOf(officers);
    }

    /** By which door does it get disclosures? The first it has agreed to receive by, in the protocol's order. */
    public Door receivesBy() {
        return channels.stream()
                .filter(channel -> channel.receives() && channel.door() != Door.RECORD)
                .map(Channel::door)
                .findFirst()
                .orElse(Door.QUEUE);
    }

    /** Someone of whom nothing is known but the certificate that messages for them are sealed for. */
    public static Party knownBy(AgencyId id, PinnedCertificate certificate) {
        return new Party(
                id,
                id.value(),
                "",
                "",
                Regime.GDPR,
                false,
                false,
                "",
                List.of(certificate),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** The party as it is written to when only its alternate may read: with the alternate's certificates alone. */
    public Optional<Party> asAlternate() {
        return alternate.map(other -> new Party(
                id,
                name,
                sector,
                controller,
                regime,
                relevantAuthority,
                publicAuthority,
                other.contact(),
                other.certificates(),
                channels,
                List.of(),
                List.of(),
                Optional.empty()));
    }

    /**
     * Someone who handles what the agency receives.
     *
     * @param name first name and surname
     * @param staffId the agency's own number of the person, if it gave one
     * @param role for example single point of contact, deputy
     */
    public record Officer(String name, Optional<String> staffId, String role) {}

    /**
     * Who receives instead of the single point of contact where a person of the case works there, for example
     * professional standards.
     *
     * @param contact a function, not a person
     * @param certificates its own; no other of the agency's opens what is sealed for it
     */
    public record Alternate(String contact, List<PinnedCertificate> certificates) {
        public Alternate {
            certificates = List.copyOf(certificates);
        }

        /** Whether the protocol pins this certificate for this use of the alternate. */
        public boolean pins(PinnedCertificate.Use use, Digest sha256) {
            return certificates.stream()
                    .anyMatch(c -> c.use() == use && c.sha256().equals(sha256));
        }
    }

    /** The channel of secure mail, if the protocol gives it one. */
    public Optional<Channel> mail() {
        return channels.stream().filter(channel -> channel.door() == Door.MAIL).findFirst();
    }

    /** Every certificate the protocol names for it, its alternate's included. */
    public Stream<PinnedCertificate> pinned() {
        return Stream.concat(certificates.stream(), alternate.stream().flatMap(other -> other.certificates().stream()));
    }

    /** Whether the protocol pins this certificate for this use. */
    public boolean pins(PinnedCertificate.Use use, Digest sha256) {
        return certificates.stream().anyMatch(c -> c.use() == use && c.sha256().equals(sha256));
    }

    /** Under which law an agency processes personal data. */
    public enum Regime {
        GDPR,
        /** Data Protection Act 2018 Part 3: competent authorities. */
        PART3,
        BOTH
    }

    /**
     * A certificate the protocol names.
     *
     * @param use the only thing it may be used for
     * @param sha256 digest of its DER form
     */
    public record PinnedCertificate(Use use, Digest sha256) {
        /** What a certificate may be used for. */
        public enum Use {
            SIGN,
            ENCRYPT,
            TLS,
            /** Signs secure mail, and neither protocols nor sealed messages: it lies in somebody's mail program. */
            MAIL
        }
    }

    /**
     * A door an agency has agreed to use.
     *
     * @param door which
     * @param sends whether it may send by it
     * @param receives whether disclosures go to it
     * @param assurance the least assurance a message sent by it must have
     * @param mail the address; of secure mail always, of no other door ever
     */
    public record Channel(Door door, boolean sends, boolean receives, Assurance assurance, Optional<MailAddress> mail) {

        /** Any channel but secure mail. */
        public Channel(Door door, boolean sends, boolean receives, Assurance assurance) {
            this(door, sends, receives, assurance, Optional.empty());
        }

        /** The same, as the channel of this address. */
        public Channel at(MailAddress address) {
            return new Channel(door, sends, receives, assurance, Optional.of(address));
        }
    }

    /**
     * Where an agency's secure mail comes from and goes to.
     *
     * @param address its one address, in lower case
     * @param form in which form it gets mail
     */
    public record MailAddress(String address, Form form) {
        /** In which form does an agency get mail? */
        public enum Form {
            /** S/MIME, signed and encrypted (RFC 8551), to any server that speaks TLS. */
            SMIME,
            /** The sealed message as an attachment, by a relay the operator names, for mail systems that have TLS and no S/MIME. */
            ATTACHMENT
        }
    }
}
