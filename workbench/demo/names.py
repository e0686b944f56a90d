"""Names to combine at random: people of many origins, invented companies and districts."""

from __future__ import annotations

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = _words(
    "Agneta Aicha Alva Amanda Amina Anahita Anja Anneli Astrid Beata Berit Birgitta Carina "
    "Cecilia Chidi Dagny Dunja Ebba Edit Eira Elin Elsa Emine Esra Eva Fatima Filippa Frida "
    "Gerd Greta Gudrun Gunilla Hamdi Hanna Hedda Helena Hodan Ida Ilona Ines Inga Iris Ivana "
    "Jasmin Jelena Jonna Judit Kaisa Karin Katarzyna Kerstin Klara Krystyna Laila Leila Lena "
    "Lieselotte Linn Liv Lovisa Madina Maja Malin Margit Mariam Meron Merve Milja Mina Moa "
    "Monika Naima Nasrin Nadja Nora Olga Oona Parvin Pernilla Petra Pirjo Ragnhild Rana Rut "
    "Saga Samira Sara Selma Shirin Signe Sigrid Siri Siv Sofia Solveig Stina Sunniva Svetlana "
    "Svea Tanja Thea Tove Tuva Ulla Ulrika Valborg Vera Viktoria Vilma Yasmin Ylva Zahra Zeynep"
)
MEN = _words(
    "Abdi Adam Ahmed Aksel Albin Alexander Ali Amir Anders Andrzej Anton Arvid Assar August "
    "Axel Bashir Bengt Birk Björn Bo Bogdan Burak Carl Cornelis Dag Daniel Dariusz Dawit Dejan "
    "Ebbe Edvin Eino Elias Emil Erik Esbjörn Farid Filip Folke Frans Georg Goran Gunnar Gustav "
    "Habib Hampus Harald Hasan Heikki Henrik Hilding Hugo Hussein Ibrahim Igor Ingvar Isak Ivar "
    "Jakob Jamal Jan Jens Joel Johan Jonas Josef Juhani Kalle Karim Kasper Kjell Knut Kristian "
    "Lars Leif Lennart Levan Love Lukas Magnus Marek Martin Mats Matteo Melker Mikael Milan "
    "Mohamed Nader Nils Noah Odd Olof Omar Orvar Oskar Otto Patrik Pekka Per Piotr Radu Ragnar "
    "Rasmus Reza Roland Rune Salim Samuel Sebastian Sixten Stefan Sten Sven Tage Tesfay Tomasz "
    "Tor Torsten Ture Uno Valter Vasile Viggo Viktor Vilgot Yonas Yusuf Zoran Åke Östen"
)
LAST = _words(
    "Abrahamsson Adolfsson Ahlgren Ahmadi Alm Andersson Arvidsson Asplund Axelsson Backlund "
    "Bergkvist Berhane Berglund Björk Blom Bodin Boström Brandt Bylund Cederlund Dahlberg "
    "Dalhielm Demir Dragan Edlund Ekdahl Ekström Elmi Engdahl Eriksson Fagerlund Falk Farah "
    "Fjällström Forsberg Fransson Frisk Garcia Gebre Granlund Grahn Gustafsson Haddad Hagberg "
    "Hakimi Hallgren Hedlund Heikkinen Hellström Hermansson Holmgren Hosseini Hultin Håkansson "
    "Isaksson Ivanova Jakobsson Jansson Jensen Johansson Jonsson Jovanovic Järvinen Karimi "
    "Karlsson Kask Kaya Kjellberg Kling Korhonen Kovacs Kowalska Larsson Lehtonen Lilja Lind "
    "Lindahl Lindholm Ljung Lundin Lundmark Löfgren Magnusson Malmberg Markovic Mattsson "
    "Melander Modin Mohammadi Molin Mäkinen Nguyen Nilsson Nissen Nordin Norling Novak Nygren "
    "Nyström Odenbrand Ohlin Olofsson Omarsson Osman Palm Persson Petrova Popescu Quist Rahimi "
    "Rask Rosengren Rydell Rönn Sandell Sahlin Selander Shabani Sjögren Skoglund Sköld Söderlund "
    "Stark Stenman Strand Strömbäck Sundin Svensson Särnholm Tekle Thelin Thörn Tornberg Torres "
    "Tuominen Ulvhage Vallin Vestergaard Viklund Virtanen Wahlgren Wallin Warsame Westman Wiklund "
    "Wozniak Yilmaz Zetterlund Åberg Åström Ödman Öhrn"
)

PLACES = _words(
    "Trollskogens Drakbergets Sagolandets Enhörningens Luftslottets Regnbågsbrons Månstrålens "
    "Tomtebergets Älvdansens Bortomblånads Önskebrunnens Silverdrakens Vättebackens "
    "Kringelkrokens Stjärnfallets Fågel-Fenix Skrattmåsens Molnvaktens Jättegrytans Snigelpostens"
)
TWISTS = ("", "Norra ", "Södra ", "Östra ", "Västra ", "Stora ", "Lilla ", "Nya ")
TRADES = (
    "Assistans AB",
    "Omsorg AB",
    "Personlig Assistans AB",
    "Vardagsstöd AB",
    "Assistanskooperativ ek. för.",
    "Livsstil AB",
)
DISTRICTS = (
    "Björkängens",
    "Domherrebergets",
    "Ekbackens",
    "Granskogens",
    "Hasselholmens",
    "Inre hamnens",
    "Kvarnsjöns",
    "Lindhöjdens",
    "Norra slättens",
    "Sälgviks",
    "Södra slussens",
    "Tallmossens",
    "Västra ängarnas",
)
STREETS = ("Påhittsgränd", "Exempelvägen", "Sagostigen", "Luftslottsbacken", "Drömgatan")


def person_name(rng: Random, woman: bool) -> str:
    """Return a first and a last name; one last name in twelve is double."""
    last = rng.choice(LAST)
    if rng.random() < 1 / 12:
        last = f"{last} {rng.choice(LAST)}"
    return f"{rng.choice(WOMEN if woman else MEN)} {last}"


def company_names(rng: Random) -> list[str]:
    """Return every invented company name once, in random order."""
    names = [f"{place} {twist}{trade}" for place in PLACES for twist in TWISTS for trade in TRADES]
    rng.shuffle(names)
    return names
