/** The icons that `admin.yaml` may name; they are loaded where one is drawn. The schema of the file has the same names. */

import AccountBalance from '@mui/icons-material/AccountBalanceOutlined';
import AddShoppingCart from '@mui/icons-material/AddShoppingCartOutlined';
import Agriculture from '@mui/icons-material/AgricultureOutlined';
import Apartment from '@mui/icons-material/ApartmentOutlined';
import Archive from '@mui/icons-material/ArchiveOutlined';
import Article from '@mui/icons-material/ArticleOutlined';
import Assignment from '@mui/icons-material/AssignmentOutlined';
import AttachFile from '@mui/icons-material/AttachFileOutlined';
import Badge from '@mui/icons-material/BadgeOutlined';
import BarChart from '@mui/icons-material/BarChartOutlined';
import Block from '@mui/icons-material/BlockOutlined';
import Bolt from '@mui/icons-material/BoltOutlined';
import Book from '@mui/icons-material/BookOutlined';
import Bookmark from '@mui/icons-material/BookmarkOutlined';
import Build from '@mui/icons-material/BuildOutlined';
import Business from '@mui/icons-material/BusinessOutlined';
import CalendarMonth from '@mui/icons-material/CalendarMonthOutlined';
import Campaign from '@mui/icons-material/CampaignOutlined';
import Category from '@mui/icons-material/CategoryOutlined';
import Chat from '@mui/icons-material/ChatOutlined';
import ChatBubble from '@mui/icons-material/ChatBubbleOutlined';
import Check from '@mui/icons-material/CheckOutlined';
import Cloud from '@mui/icons-material/CloudOutlined';
import Code from '@mui/icons-material/CodeOutlined';
import Computer from '@mui/icons-material/ComputerOutlined';
import Contacts from '@mui/icons-material/ContactsOutlined';
import CreditCard from '@mui/icons-material/CreditCardOutlined';
import Dashboard from '@mui/icons-material/DashboardOutlined';
import Delete from '@mui/icons-material/DeleteOutlined';
import Description from '@mui/icons-material/DescriptionOutlined';
import DirectionsBoat from '@mui/icons-material/DirectionsBoatOutlined';
import DirectionsBus from '@mui/icons-material/DirectionsBusOutlined';
import DirectionsCar from '@mui/icons-material/DirectionsCarOutlined';
import Download from '@mui/icons-material/DownloadOutlined';
import Edit from '@mui/icons-material/EditOutlined';
import Email from '@mui/icons-material/EmailOutlined';
import Engineering from '@mui/icons-material/EngineeringOutlined';
import Euro from '@mui/icons-material/EuroOutlined';
import Event from '@mui/icons-material/EventOutlined';
import Factory from '@mui/icons-material/FactoryOutlined';
import Favorite from '@mui/icons-material/FavoriteOutlined';
import FileCopy from '@mui/icons-material/FileCopyOutlined';
import Flag from '@mui/icons-material/FlagOutlined';
import Flight from '@mui/icons-material/FlightOutlined';
import Folder from '@mui/icons-material/FolderOutlined';
import Gavel from '@mui/icons-material/GavelOutlined';
import Group from '@mui/icons-material/GroupOutlined';
import Handshake from '@mui/icons-material/HandshakeOutlined';
import HealthAndSafety from '@mui/icons-material/HealthAndSafetyOutlined';
import Help from '@mui/icons-material/HelpOutlined';
import History from '@mui/icons-material/HistoryOutlined';
import Home from '@mui/icons-material/HomeOutlined';
import Hotel from '@mui/icons-material/HotelOutlined';
import Image from '@mui/icons-material/ImageOutlined';
import Info from '@mui/icons-material/InfoOutlined';
import Inventory from '@mui/icons-material/InventoryOutlined';
import Key from '@mui/icons-material/KeyOutlined';
import Label from '@mui/icons-material/LabelOutlined';
import Language from '@mui/icons-material/LanguageOutlined';
import Lightbulb from '@mui/icons-material/LightbulbOutlined';
import Link from '@mui/icons-material/LinkOutlined';
import List from '@mui/icons-material/ListOutlined';
import LocalOffer from '@mui/icons-material/LocalOfferOutlined';
import LocalShipping from '@mui/icons-material/LocalShippingOutlined';
import LocationCity from '@mui/icons-material/LocationCityOutlined';
import Lock from '@mui/icons-material/LockOutlined';
import Mail from '@mui/icons-material/MailOutlined';
import Map from '@mui/icons-material/MapOutlined';
import MenuBook from '@mui/icons-material/MenuBookOutlined';
import Money from '@mui/icons-material/MoneyOutlined';
import Notifications from '@mui/icons-material/NotificationsOutlined';
import Paid from '@mui/icons-material/PaidOutlined';
import Palette from '@mui/icons-material/PaletteOutlined';
import Payments from '@mui/icons-material/PaymentsOutlined';
import People from '@mui/icons-material/PeopleOutlined';
import Percent from '@mui/icons-material/PercentOutlined';
import Person from '@mui/icons-material/PersonOutlined';
import Pets from '@mui/icons-material/PetsOutlined';
import Phone from '@mui/icons-material/PhoneOutlined';
import Photo from '@mui/icons-material/PhotoOutlined';
import PieChart from '@mui/icons-material/PieChartOutlined';
import Place from '@mui/icons-material/PlaceOutlined';
import PlayArrow from '@mui/icons-material/PlayArrowOutlined';
import PointOfSale from '@mui/icons-material/PointOfSaleOutlined';
import Print from '@mui/icons-material/PrintOutlined';
import Public from '@mui/icons-material/PublicOutlined';
import QuestionAnswer from '@mui/icons-material/QuestionAnswerOutlined';
import Receipt from '@mui/icons-material/ReceiptOutlined';
import Redeem from '@mui/icons-material/RedeemOutlined';
import Refresh from '@mui/icons-material/RefreshOutlined';
import Restaurant from '@mui/icons-material/RestaurantOutlined';
import Schedule from '@mui/icons-material/ScheduleOutlined';
import School from '@mui/icons-material/SchoolOutlined';
import Science from '@mui/icons-material/ScienceOutlined';
import Security from '@mui/icons-material/SecurityOutlined';
import Sell from '@mui/icons-material/SellOutlined';
import Send from '@mui/icons-material/SendOutlined';
import Settings from '@mui/icons-material/SettingsOutlined';
import Shield from '@mui/icons-material/ShieldOutlined';
import ShoppingBag from '@mui/icons-material/ShoppingBagOutlined';
import ShoppingCart from '@mui/icons-material/ShoppingCartOutlined';
import Spa from '@mui/icons-material/SpaOutlined';
import Sports from '@mui/icons-material/SportsOutlined';
import Star from '@mui/icons-material/StarOutlined';
import Storage from '@mui/icons-material/StorageOutlined';
import Store from '@mui/icons-material/StoreOutlined';
import Subscriptions from '@mui/icons-material/SubscriptionsOutlined';
import Support from '@mui/icons-material/SupportOutlined';
import SupportAgent from '@mui/icons-material/SupportAgentOutlined';
import TableChart from '@mui/icons-material/TableChartOutlined';
import Tag from '@mui/icons-material/TagOutlined';
import Task from '@mui/icons-material/TaskOutlined';
import Timeline from '@mui/icons-material/TimelineOutlined';
import Timer from '@mui/icons-material/TimerOutlined';
import Today from '@mui/icons-material/TodayOutlined';
import Train from '@mui/icons-material/TrainOutlined';
import Translate from '@mui/icons-material/TranslateOutlined';
import TrendingUp from '@mui/icons-material/TrendingUpOutlined';
import Tune from '@mui/icons-material/TuneOutlined';
import Upload from '@mui/icons-material/UploadOutlined';
import Verified from '@mui/icons-material/VerifiedOutlined';
import ViewList from '@mui/icons-material/ViewListOutlined';
import Visibility from '@mui/icons-material/VisibilityOutlined';
import Warehouse from '@mui/icons-material/WarehouseOutlined';
import Warning from '@mui/icons-material/WarningOutlined';
import WaterDrop from '@mui/icons-material/WaterDropOutlined';
import Work from '@mui/icons-material/WorkOutlined';

/** By their names in `admin.yaml`. */
const ICONS = {
  account_balance: AccountBalance,
  add_shopping_cart: AddShoppingCart,
  agriculture: Agriculture,
  apartment: Apartment,
  archive: Archive,
  article: Article,
  assignment: Assignment,
  attach_file: AttachFile,
  badge: Badge,
  bar_chart: BarChart,
  block: Block,
  bolt: Bolt,
  book: Book,
  bookmark: Bookmark,
  build: Build,
  business: Business,
  calendar_month: CalendarMonth,
  campaign: Campaign,
  category: Category,
  chat: Chat,
  chat_bubble: ChatBubble,
  check: Check,
  cloud: Cloud,
  code: Code,
  computer: Computer,
  contacts: Contacts,
  credit_card: CreditCard,
  dashboard: Dashboard,
  delete: Delete,
  description: Description,
  directions_boat: DirectionsBoat,
  directions_bus: DirectionsBus,
  directions_car: DirectionsCar,
  download: Download,
  edit: Edit,
  email: Email,
  engineering: Engineering,
  euro: Euro,
  event: Event,
  factory: Factory,
  favorite: Favorite,
  file_copy: FileCopy,
  flag: Flag,
  flight: Flight,
  folder: Folder,
  gavel: Gavel,
  group: Group,
  handshake: Handshake,
  health_and_safety: HealthAndSafety,
  help: Help,
  history: History,
  home: Home,
  hotel: Hotel,
  image: Image,
  info: Info,
  inventory: Inventory,
  key: Key,
  label: Label,
  language: Language,
  lightbulb: Lightbulb,
  link: Link,
  list: List,
  local_offer: LocalOffer,
  local_shipping: LocalShipping,
  location_city: LocationCity,
  lock: Lock,
  mail: Mail,
  map: Map,
  menu_book: MenuBook,
  money: Money,
  notifications: Notifications,
  paid: Paid,
  palette: Palette,
  payments: Payments,
  people: People,
  percent: Percent,
  person: Person,
  pets: Pets,
  phone: Phone,
  photo: Photo,
  pie_chart: PieChart,
  place: Place,
  play_arrow: PlayArrow,
  point_of_sale: PointOfSale,
  print: Print,
  public: Public,
  question_answer: QuestionAnswer,
  receipt: Receipt,
  redeem: Redeem,
  refresh: Refresh,
  restaurant: Restaurant,
  schedule: Schedule,
  school: School,
  science: Science,
  security: Security,
  sell: Sell,
  send: Send,
  settings: Settings,
  shield: Shield,
  shopping_bag: ShoppingBag,
  shopping_cart: ShoppingCart,
  spa: Spa,
  sports: Sports,
  star: Star,
  storage: Storage,
  store: Store,
  subscriptions: Subscriptions,
  support: Support,
  support_agent: SupportAgent,
  table_chart: TableChart,
  tag: Tag,
  task: Task,
  timeline: Timeline,
  timer: Timer,
  today: Today,
  train: Train,
  translate: Translate,
  trending_up: TrendingUp,
  tune: Tune,
  upload: Upload,
  verified: Verified,
  view_list: ViewList,
  visibility: Visibility,
  warehouse: Warehouse,
  warning: Warning,
  water_drop: WaterDrop,
  work: Work,
} satisfies Record<string, typeof Tag>;

export const NAMES: string[] = Object.keys(ICONS);

/** An icon by its name. */
const DrawnIcon = ({ name }: { name: string }) => {
  const Icon = (ICONS as Record<string, typeof Tag | undefined>)[name];
  return Icon === undefined ? null : <Icon fontSize="small" aria-hidden />;
};

export default DrawnIcon;
