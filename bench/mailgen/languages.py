"""Six languages: common function words and set phrases as they are, everything else to be invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """What mail programs and writers say in set words; ``{}`` fields are filled when used."""

    wrote: str
    original: str
    header_names: tuple[str, str, str, str]
    forwarded: str
    reply_prefixes: tuple[str, ...]
    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    accents: str


@dataclass(frozen=True, slots=True)
class Language:
    """``share`` of threads; ``encodings`` are (charset, transfer encoding, weight); ``joiner`` stands between words."""

    code: str
    share: int
    function_words: tuple[str, ...]
    onsets: tuple[str, ...]
    nuclei: tuple[str, ...]
    endings: tuple[str, ...]
    joiner: str
    comma: str
    stop: str
    encodings: tuple[tuple[str, str, int], ...]
    phrases: Phrases


_ROMANCE = (
    ("utf-8", "quoted-printable", 30),
    ("iso-8859-1", "quoted-printable", 20),
    ("iso-8859-1", "8bit", 15),
    ("windows-1252", "8bit", 15),
    ("utf-8", "8bit", 10),
    ("utf-8", "base64", 10),
)

ENGLISH = Language(
    code="en",
    share=78,
    function_words=tuple(
        "the to of and a in that is for it on you with as be this are we have not by at from or will was I if can "
        "an but they would has all our which there what been so their one out about when who do up more no any he "
        "his your could should may than them some these into its also only were please let after before how over "
        "such where just now then because through both between those other under while".split()
    ),
    onsets=tuple("b br c ch cl d dr f fl g gr h j k l m n p pl pr r s sh st t tr v w".split()),
    nuclei=tuple("a e i o u ai ea ou".split()),
    endings=tuple("n r l st nd ck t ss rm ment tion ing ed ers ly al".split()),
    joiner=" ",
    comma=",",
    stop=".",
    encodings=(
        ("us-ascii", "7bit", 40),
        ("utf-8", "quoted-printable", 22),
        ("utf-8", "8bit", 14),
        ("windows-1252", "quoted-printable", 10),
        ("iso-8859-1", "8bit", 6),
        ("utf-8", "base64", 8),
    ),
    phrases=Phrases(
        wrote="On {date}, {name} <{address}> wrote:",
        original="-----Original Message-----",
        header_names=("From", "Sent", "To", "Subject"),
        forwarded="---------- Forwarded message ----------",
        reply_prefixes=("Re: ", "RE: ", "Re: "),
        greetings=("Dear {name},", "Hi {name},", "{name},", "All,"),
        closings=("Best,", "Regards,", "Thanks,", "Kind regards,"),
        accents="The “annex” is na\u00efve \u2013 and not our caf\u00e9\u2019s.",
    ),
)

SPANISH = Language(
    code="es",
    share=6,
    function_words=tuple(
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin "
        "sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque "
        "qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde bien tiempo mismo ese ahora".split()
    ),
    onsets=tuple("b br c ch d f g gr l ll m n ñ p pr r s t tr v".split()),
    nuclei=tuple("a e i o u ie ue ó".split()),
    endings=tuple("r n s do da ción dad mente ros les".split()),
    joiner=" ",
    comma=",",
    stop=".",
    encodings=_ROMANCE,
    phrases=Phrases(
        wrote="El {date}, {name} <{address}> escribió:",
        original="-----Mensaje original-----",
        header_names=("De", "Enviado el", "Para", "Asunto"),
        forwarded="---------- Mensaje reenviado ----------",
        reply_prefixes=("Re: ", "RE: ", "RV: "),
        greetings=("Estimado {name}:", "Hola {name},", "Buenos días:"),
        closings=("Saludos,", "Un saludo,", "Atentamente,"),
        accents="Mañana habrá más información según el señor alcalde.",
    ),
)

FRENCH = Language(
    code="fr",
    share=5,
    function_words=tuple(
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la mais avec "
        "ou son elle comme aux sa nous vous cette ont été ses être leur fait tout deux même aussi dont bien sans peut "
        "où ces très on après si entre depuis encore contre sous faire ainsi alors avait était".split()
    ),
    onsets=tuple("b c ch d f g j l m n p pr qu r s t tr v".split()),
    nuclei=tuple("a e i o u é è ou ai oi".split()),
    endings=tuple("r s t nt tion ment eur euse age ique és".split()),
    joiner=" ",
    comma=",",
    stop=".",
    encodings=_ROMANCE,
    phrases=Phrases(
        wrote="Le {date}, {name} <{address}> a écrit :",
        original="-----Message d'origine-----",
        header_names=("De", "Envoyé", "À", "Objet"),
        forwarded="---------- Message transféré ----------",
        reply_prefixes=("Re: ", "RE: ", "Ré : "),
        greetings=("Bonjour {name},", "Cher {name},", "Madame, Monsieur,"),
        closings=("Cordialement,", "Bien à vous,", "Merci,"),
        accents="L'été dernier, le préfet a été prévenu de l'événement.",
    ),
)

GERMAN = Language(
    code="de",
    share=5,
    function_words=tuple(
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
        "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis "
        "mehr durch man sein wurde wenn können kann schon unter wir soll ich eines jahr zwei ihre gegen vom".split()
    ),
    onsets=tuple("b br d dr f g gr h k kl l m n pf r s sch st t tr v w z".split()),
    nuclei=tuple("a e i o u au ei ä ö ü".split()),
    endings=tuple("n r l st nd cht ung heit keit lich en er ig".split()),
    joiner=" ",
    comma=",",
    stop=".",
    encodings=_ROMANCE,
    phrases=Phrases(
        wrote="Am {date} schrieb {name} <{address}>:",
        original="-----Ursprüngliche Nachricht-----",
        header_names=("Von", "Gesendet", "An", "Betreff"),
        forwarded="---------- Weitergeleitete Nachricht ----------",
        reply_prefixes=("Re: ", "AW: ", "Aw: "),
        greetings=("Liebe Kollegen,", "Hallo {name},", "Sehr geehrte Damen und Herren,"),
        closings=("Mit freundlichen Grüßen", "Viele Grüße", "Gruß"),
        accents="Für die Prüfung der Verträge wäre eine Übersicht nötig.",
    ),
)

RUSSIAN = Language(
    code="ru",
    share=4,
    function_words=tuple(
        "и в не на я что он с как это по но они к у за из от мы для вы бы было так его же только о все или если уже "
        "ещё до когда быть при их может под этот надо где без нас том чтобы даже есть после более этого во время "
        "очень между через там потом перед один также была были ему".split()
    ),
    onsets=tuple("б в г д ж з к л м н п р с т ф х ч ш ст пр тр кр".split()),
    nuclei=tuple("а е и о у я ы ю".split()),
    endings=tuple("н р л к ть ние ция ный ость ов ами ский".split()),
    joiner=" ",
    comma=",",
    stop=".",
    encodings=(
        ("koi8-r", "8bit", 35),
        ("utf-8", "base64", 30),
        ("utf-8", "8bit", 20),
        ("windows-1251", "8bit", 15),
    ),
    phrases=Phrases(
        wrote="{date} {name} <{address}> пишет:",
        original="-----Исходное сообщение-----",
        header_names=("От", "Отправлено", "Кому", "Тема"),
        forwarded="---------- Пересылаемое сообщение ----------",
        reply_prefixes=("Re: ", "HA: ", "Re: "),
        greetings=("Добрый день,", "Коллеги,", "Здравствуйте,"),
        closings=("С уважением,", "Спасибо,"),
        accents="Отчёт направлен в министерство.",
    ),
)

_HAN = "政府公司会议报告项目合同经理部门文件价格市场银行技术工作问题计划安排时间地方人员资金管理信息发展决定调查研究"

CHINESE = Language(
    code="zh",
    share=2,
    function_words=tuple(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主年动同工也能下过子说产种面而方后多定行学法所民得经"
    ),
    onsets=tuple(_HAN[:30]),
    nuclei=tuple(_HAN[30:]),
    endings=tuple("部局长处件书项费款案量率"),
    joiner="",
    comma="，",
    stop="。",
    encodings=(
        ("utf-8", "base64", 55),
        ("gb2312", "8bit", 25),
        ("utf-8", "8bit", 20),
    ),
    phrases=Phrases(
        wrote="{date}，{name} <{address}> 写道：",
        original="-----原始邮件-----",
        header_names=("发件人", "发送时间", "收件人", "主题"),
        forwarded="---------- 转发邮件 ----------",
        reply_prefixes=("Re: ", "回复: ", "答复: "),
        greetings=("您好，", "各位同事："),
        closings=("此致敬礼", "谢谢"),
        accents="请查收附件。",
    ),
)

LANGUAGES = (ENGLISH, SPANISH, FRENCH, GERMAN, RUSSIAN, CHINESE)
