package org.marac.gateway.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Who a message is about, as the sender knows them. A person of one message is not yet the same person as in another.
 *
 * @param name the name in use
 * @param aliases other names and spellings; agencies search on them
 * @param birthDate date of birth
 * @param alternativeBirthDates other dates of birth on record
 * @param gender as recorded by the sender
 * @param nhsNumber ten digits, check digit not guaranteed: evidence, never proof of identity
 * @param identifiers other identifiers
 * @param address the usual address
 * @param safeAddress an address the alleged perpetrator must never learn
 * @param telephones ordinary telephone numbers, not known to be safe
 * @param email not known to be safe
 * @param language preferred language, BCP 47
 * @param interpreter whether one is needed
 * @param diversity ethnicity, disability and the like, in words
 * @param orientation sexual orientation or gender identity, where the person spoke of it
 * @param occupation what they do
 * @param employer for whom
 * @param landlord landlord or housing provider
 * @param gpPractice the general practice
 * @param pregnant whether pregnant, and due when
 * @param knownTo agencies of the protocol that have this person on their books
 */
public record Person(
        Optional<Name> name,
        List<Name> aliases,
        Optional<LocalDate> birthDate,
        List<LocalDate> alternativeBirthDates,
        Optional<String> gender,
        Optional<String> nhsNumber,
        List<Identifier> identifiers,
        Optional<Address> address,
        Optional<Address> safeAddress,
        List<String> telephones,
        Optional<String> email,
        Optional<String> language,
        Optional<Boolean> interpreter,
        Optional<String> diversity,
        Optional<String> orientation,
        Optional<String> occupation,
        Optional<String> employer,
        Optional<String> landlord,
        Optional<String> gpPractice,
        Optional<Pregnancy> pregnant,
        List<Knowing> knownTo) {

    public Person {
        aliases = List.copyOf(aliases);
        alternativeBirthDates = List.copyOf(alternativeBirthDates);
        identifiers = List.copyOf(identifiers);
        telephones = List.copyOf(telephones);
        knownTo = List.copyOf(knownTo);
    }

    /** Someone of whom no more is known than this. */
    public static Person known(Optional<Name> name, Optional<LocalDate> birthDate, Optional<String> nhsNumber) {
        return new Person(
                name,
                List.of(),
                birthDate,
                List.of(),
                Optional.empty(),
                nhsNumber,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /**
     * A name.
     *
     * @param family surname
     * @param given forenames in order
     * @param title for example Ms
     */
    public record Name(Optional<String> family, List<String> given, Optional<String> title) {
        public Name {
            given = List.copyOf(given);
        }
    }

    /**
     * An identifier other than the NHS number.
     *
     * @param system who issued it, a URI
     * @param value the identifier
     */
    public record Identifier(String system, String value) {}

    /**
     * A postal address.
     *
     * @param lines from the most particular to the town
     * @param postcode as written
     * @param uprn unique property reference number, up to 12 digits
     */
    public record Address(List<String> lines, Optional<String> postcode, Optional<String> uprn) {
        public Address {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A pregnancy.
     *
     * @param due expected date of delivery
     */
    public record Pregnancy(Optional<LocalDate> due) {}

    /**
     * That an agency has someone on its books.
     *
     * @param agency which, by its id in the protocol
     * @param bond as what
     */
    public record Knowing(AgencyId agency, Book bond) {}

    /** As what an agency has someone on its books. */
    public enum Book {
        CLIENT(Tie.Bond.CLIENT),
        PATIENT(Tie.Bond.PATIENT),
        TENANT(Tie.Bond.TENANT),
        PUPIL(Tie.Bond.PUPIL);

        private final Tie.Bond bond;

        Book(Tie.Bond bond) {
            this.bond = bond;
        }

        /** The tie it makes. */
        public Tie.Bond bond() {
            return bond;
        }
    }
}
