package org.marac.gateway.kit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Exclusion;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;

/** An invented person, told in a few words. */
public final class Someone {
    private final List<String> given;
    private final String family;
    private final String born;
    private final List<Person.Identifier> identifiers = new ArrayList<>();
    private final List<String> telephones = new ArrayList<>();
    private Optional<Person.Address> address = Optional.empty();
    private Optional<Person.Address> safeAddress = Optional.empty();
    private Optional<String> occupation = Optional.empty();
    private Optional<String> employer = Optional.empty();
    private Optional<String> landlord = Optional.empty();
    private Optional<String> practice = Optional.empty();
    private final List<Person.Knowing> knownTo = new ArrayList<>();

    private Someone(String given, String family, String born) {
        this.given = List.of(given);
        this.family = family;
        this.born = born;
    }

    /** Someone no other test knows, and nobody born on a day on which somebody was whose name sounds like it. */
    public static Someone named(String given) {
        return new Someone(given, "F" + UUID.randomUUID().toString().replace("-", ""), People.birthDate());
    }

    public static Someone named(String given, String family) {
        return new Someone(given, family, "1990-02-03");
    }

    public Someone born(String date) {
        Someone other = new Someone(given.get(0), family, date);
        other.identifiers.addAll(identifiers);
        other.telephones.addAll(telephones);
        other.knownTo.addAll(knownTo);
        return other;
    }

    public Someone livingAt(String postcode, String... lines) {
        address = Optional.of(new Person.Address(List.of(lines), Optional.of(postcode), Optional.empty()));
        return this;
    }

    public Someone hidingAt(String postcode, String... lines) {
        safeAddress = Optional.of(new Person.Address(List.of(lines), Optional.of(postcode), Optional.empty()));
        return this;
    }

    public Someone telephone(String number) {
        telephones.add(number);
        return this;
    }

    public Someone staff(String number) {
        identifiers.add(new Person.Identifier("https://marac.example/Id/staff", number));
        return this;
    }

    public Someone workingAs(String words) {
        occupation = Optional.of(words);
        return this;
    }

    public Someone workingFor(String words) {
        employer = Optional.of(words);
        return this;
    }

    public Someone tenantOf(String words) {
        landlord = Optional.of(words);
        return this;
    }

    /** That an agency, by its id, has this person on its books. */
    public Someone onTheBooks(String agency, Person.Book book) {
        knownTo.add(new Person.Knowing(new AgencyId(agency), book));
        return this;
    }

    /** The same person, of whom nothing is said of whose books they are on. */
    public static Someone again(Someone who) {
        Someone same = who.born(who.born);
        same.knownTo.clear();
        return same;
    }

    public Someone patientOf(String words) {
        practice = Optional.of(words);
        return this;
    }

    public Person person() {
        return new Person(
                Optional.of(new Person.Name(Optional.of(family), given, Optional.empty())),
                List.of(),
                Optional.of(LocalDate.parse(born)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                identifiers,
                address,
                safeAddress,
                telephones,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                occupation,
                employer,
                landlord,
                practice,
                Optional.empty(),
                knownTo);
    }

    /** The person as a child of a case. */
    public Referral.Child child(Exclusion... exclusions) {
        return new Referral.Child(
                person(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(exclusions));
    }

    public Referral.Child childAt(String school) {
        return new Referral.Child(
                person(), Optional.empty(), Optional.empty(), Optional.of(school), Optional.empty(), List.of());
    }
}
