package org.marac.gateway.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb that acts in a person's name, through the people's door; it answers how it ended. */
abstract class PersonalVerb implements Callable<Integer> {
    @Mixin
    PeopleDoor door = new PeopleDoor();
}
