/**
 * Words that Hungarians put into passwords, the most usual first: an attacker tries these before anything else. General words, first
 * names, places, clubs and keyboard runs only; written with and without accents.
 */
const usualFirst = `
jelszó jelszo123 titok titkos kiscica cica kutya kiskutya macska szeretlek szerelem szeretet almafa alma csillag anya apa
anyu apu anyuci apuci mama papa nagymama nagypapa család gyerek gyermek kicsi kicsim drágám kincsem életem babám baba
magyar magyarország hungária budapest admin rendszer belépés felhasználó ügyfél ügyfélkapu kapu ügyintézés bejelentkezés
hivatal kormány állam adóhivatal nyugdíj személyi igazolvány számítógép telefon internet posta bank pénz munka iskola
qwertz qwertzuiop asdfgh asdfghjkl yxcvbn yxcvbnm qwe asd yxc qwertzuiopőú asdfghjkléáű 1q2w3e4r 1qay2wsx őúöüó
tavasz nyár ősz tél január február március április május június július augusztus szeptember október november december
hétfő kedd szerda csütörtök péntek szombat vasárnap reggel este éjszaka nap hold föld víz tűz levegő ég szél eső hó
piros fehér zöld kék sárga fekete barna lila narancs rózsaszín szürke arany ezüst bíbor
anna mária katalin éva erzsébet ilona zsuzsanna julianna ágnes judit andrea mónika tímea szilvia krisztina anita edit
eszter viktória nikolett renáta beáta gabriella klára márta magdolna margit rozália irén piroska teréz borbála veronika
réka dóra nóra lilla luca hanna zsófia boglárka fanni petra vivien barbara kinga bernadett emese enikő tünde orsolya
lászló istván józsef jános zoltán sándor ferenc gábor attila péter tamás andrás csaba imre lajos györgy béla gyula
róbert dániel balázs ádám bence máté dávid levente márk áron botond kristóf marcell norbert krisztián roland richárd
szabolcs tibor miklós mihály károly antal pál viktor gergő gergely ákos zsolt kálmán dezső ernő géza árpád vince
zsuzsi kati jutka marika erzsi évi ági niki timi zsófi laci pisti józsi jani zoli sanyi feri gabi peti tomi bandi
nagy kovács tóth szabó horváth varga kiss molnár németh farkas balogh papp takács juhász lakatos mészáros oláh simon
debrecen szeged miskolc pécs győr nyíregyháza kecskemét székesfehérvár szombathely szolnok tatabánya kaposvár érd
veszprém békéscsaba zalaegerszeg sopron eger nagykanizsa dunaújváros hódmezővásárhely balaton tisza duna mátra
fradi ferencváros ujpest kispest honvéd vasas videoton mtk puskás futball foci labda sport hajrá bajnok
virág rózsa tulipán ibolya liliom napfény napsugár szivárvány pillangó katica mókus maci cica1 nyuszi csibe madár hal ló
lovas farkas1 oroszlán tigris medve róka sárkány delfin bodri morzsi cirmos buksi bogyó zsömi mazsola morgó
autó motor bicikli vonat hajó repülő suzuki trabant opel ház kert erdő mező hegy tenger folyó sziget kastély vár
csoki kávé tea sör bor pálinka palacsinta gulyás pörkölt kenyér sajt kolbász szalonna méz cukor torta barack szilva
meggy cseresznye körte szőlő dinnye paprika paradicsom hagyma krumpli gomba
ez az egy és vagy nem igen jó rossz szép boldog vidám nagyon minden semmi valami senki mindig soha sokáig örökre
szia hello helló köszönöm kérem isten istenem jézus angyal ördög király királynő herceg hercegnő tündér vitéz betyár
béke szabadság remény hit erő igazság barát barátnő férj feleség testvér hugi öcsi bátyám nővér fiú lány fiam lányom
egy1 kettő három négy öt hat hét nyolc kilenc tíz száz ezer millió első második harmadik tizenkét húsz harminc
zene tánc gitár zongora dal film könyv játék játékos számláló tanár tanuló diák orvos ápoló mérnök sofőr eladó szakács
hejehuja abrakadabra csiribú csiribá árvíztűrő tükörfúrógép lófasz fasz picsa szar kurva faszom bazdmeg hülye
`;

/** In order of use, lower case, each once. */
export const hungarianWords: readonly string[] = [
  ...new Set(
    usualFirst
      .trim()
      .split(/\s+/)
      .flatMap((word) => [word, withoutAccents(word)]),
  ),
];

export function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}
